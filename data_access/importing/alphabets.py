"""The letters that texts of each language are written with: evidence for or against an encoding."""

from __future__ import annotations

WESTERN = (
    "àâæçèéêëîïôœùûüÿ",  # French
    "àáâãçéêíóôõúü",  # Portuguese
    "áéíñóúü",  # Spanish
    "äöüß",  # German
    "àèéìíòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "äåöé",  # Swedish, Finnish
    "åæéøôò",  # Danish, Norwegian
    "áéèëêïíóöúü",  # Dutch
    "áæéíðóöúýþ",  # Icelandic
)
CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöúüőű",  # Hungarian
    "âăîşţșț",  # Romanian
    "ćčđšž",  # Croatian, Slovene
)
CYRILLIC = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",  # Russian
    "абвгґдежзийклмнопрстуфхцчшщьюяєії",  # Ukrainian
    "абвгдежзийклмнопрстуфхцчшщъьюя",  # Bulgarian
    "абвгдежзиклмнопрстуфхцчшђјљњћџ",  # Serbian
)
TURKISH = ("çğıöşüâîi̇",)
CYRILLIC_FREQUENT = frozenset("оеаинтсрвлкмдіј")
ALONE = frozenset("àéèóòáíúêöåæøÀÉÈÓÒÁÅÖ")  # words of one letter, and letters given as a mark
SIGNS = frozenset("‘’“”‚„–—…•·€£¥¢°ºª«»‹›½¼¾²³¹¿¡§©®™×÷±µ\u00a0\u00ad")
PAIRING = frozenset("‘’“”‚„–—…«»‹›¿¡\u00a0")  # signs that may stand beside another sign or accented letter
JOINING = frozenset("’‘·–—\u00ad\u00a0°º")  # signs that may stand between two letters
# frequent characters of running text and of survey and service tables
SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实满意非常般电话微信网站客服务投诉男女月日元岁"
    "省市区手机北京海问题间渠评是否他无很差请您等待太长快慢答卷提交来源详情编号名称类型状态处理结果收入职业年龄性别城"
)
TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多"
    "經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實滿意非常般電話網站客服務投訴男女月日元歲"
    "省市區手機台灣海問題間渠評是否他無很差請您等待太長快慢答卷提交來源詳情編號名稱類型狀態處理結果收入職業年齡性別城"
)
HANGUL = frozenset(
    "이다는을가의에하고로지한사은기도를시자대아나서어리그인해수정있일습니만족전화상담원불보통매우주요않없것들안내문제서비스"
)
