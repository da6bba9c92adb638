"""How people name columns: header words → role, per kind. English, Portuguese, Chinese, event-log standards."""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from types import MappingProxyType

_ANY = {
    "id": r"(response|respondent|submission|ticket|complaint|contact|interaction|order|transaction|"
    r"record|reference|answer|case|"
    r"case enquiry|request|purchase|anruf|vorgangs?)? ?(id|uuid|key|number|no|num|nr)|resp ?num|unique key|编号|序号|答卷编号",
    "customer": r"(customer|client|account|user|member|consumer|subscriber)( (id|no|number|key|ref|"
    r"code))?|客户(编号|id|号)?",
    "channel": r"(.* )?channel|canal|kanal|submitted via|via|source|contact (method|type)|medium|intake method|渠道",
    "segment": r"(customer |market )?segment|segmento( de mercado)?|tier|customer (type|group)|客户类型|细分",
    "region": r"region|regiao|neighborhood|neighbourhood|borough|province|state|country|market|地区|区域|省份",
    "product": r"product( line| name)?|produto|产品",
    "business_unit": r"business unit|bu|department|departamento|division|agency|case department|部门|事业部",
}
_COMMENT = (
    r"(.* )?(comment|comments|verbatim|feedback|remarks?|suggestions?|free text|review text)|"
    r"意见|评论|建议|备注"
)
_STAFF = {
    "team": r"team|queue|squad|org group|group|班组",
    "owner": r"owner|assigned to|assignee|responsible|case responsible",
}

VOCABULARY: Lookup[str, Lookup[str, str]] = MappingProxyType(
    {
        "answers": _ANY
        | {
            "ts": r"(.* )?(date|time|timestamp)( submitted| completed)?|(submitted|completed|"
            r"answered|responded|created|recorded)( at| on| date)?|"
            r"提交(答卷)?时间|填写时间|日期",
            "case_id": r"(case|ticket|conversation|order|visit) (id|number)",
            "instrument": r"survey( name| type)?|instrument|questionnaire|wave",
            "touchpoint": r"touch ?point|触点",
            "stage": r"(journey )?(stage|step|phase)",
            "weight": r"weight|wt|weighting",
            "comment": _COMMENT,
        },
        "invitations": _ANY
        | {
            "ts": r"(.* )?(date|day|week|month|period)|sent (at|on)|日期",
            "sent": r"(invitations? |surveys? |e ?mails? )?(sent|invited)|发送(数|量)?",
            "bounced": r"bounced|undeliver(ed|able)|bounces|failed",
            "answered": r"answered|responses?|completed|completes|responded|回收(数|量)?",
            "partial": r"partial|partials|started|incomplete",
            "instrument": r"survey( name)?|instrument|questionnaire",
        },
        "contacts": _ANY
        | _STAFF
        | {
            "ts": r"(.* )?(timestamp|datetime|date|time)|(occurred|started|created|contacted|opened|"
            r"happened)( at| on)?|start( time)?|datum|beginn|fecha|data|时间|日期",
            "case_id": r"(case|conversation|session|journey|ticket|visit|episode|trace)( id| number|"
            r" concept name)?|case concept name",
            "direction": r"direction|inbound outbound|call direction",
            "mode": r"mode|handled by type|service mode",
            "stage": r"stage|step|activity|event( name| type)?|concept name|journey stage|阶段|环节",
            "touchpoint": r"touch ?point|page|触点",
            "reason": r"(contact )?(reason|topic|category|intent|driver)|grund|anliegen|motivo|原因",
            "agent": r"agent( id| name)?|operator|org resource|resource|坐席",
            "transferred_to": r"transferr?ed( to)?|transfer",
            "resolved": r"resolved|fcr|first contact resolution|solved|gelost|resuelt[oa]|resolvid[oa]|是否解决",
            "abandoned": r"abandon(ed|ment)?",
            "waiting_seconds": r"(wait|waiting|queue|wartezeit|espera)( time| seconds| sec| sek| seg| s)*|asa",
            "handling_seconds": r"(handle|handling|talk|duration|aht|call length|gesprachsdauer|bearbeitungszeit|duracion|"
            r"duracao)( time| seconds| sec| sek| seg| s)*",
            "cost": r"cost( per contact)?|kosten|costo?|custo|成本",
            "comment": _COMMENT,
        },
        "complaints": _ANY
        | _STAFF
        | {
            "ts": r"open(ed)?( dt| date| at| on| time)?|(date|time) (opened|received|created|"
            r"submitted)|(created|received|submitted|reported)( date| at| on| time)?|"
            r"data abertura|complaint date|date|投诉时间|受理时间",
            "first_response_at": r"(first |initial )?(response|reply|responded|replied|contacted|"
            r"acknowledged)( date| at| dt| time| on)?|data resposta|首次响应时间",
            "due_at": r"(due|target|deadline|sla due|sla)( by)?( dt| date| at| on| time)?|case deadline|截止时间",
            "resolved_at": r"(resolved|resolution|solved)( dt| date| at| on| time)?|date resolved|解决时间",
            "closed_at": r"(closed?|completed|finished|end)( dt| date| at| on| time)?|date closed|"
            r"data finalizacao|关闭时间|结案时间",
            "reopened_at": r"re ?opened( dt| date| at| on| time)?",
            "theme": r"theme|(complaint |case |request )?(type|category|topic|reason)|issue|"
            r"grupo problema|problem|投诉类型|主题",
            "severity": r"severity|priority|urgency|严重程度",
            "escalated": r"escalat(ed|ion)( level| to)?",
            "upheld": r"upheld|outcome|decision|finding|verdict",
            "compensation": r"compensation|refund( amount)?|goodwill|redress|赔偿",
            "satisfaction_after": r"(.* )?(satisfaction|csat|rating|score)( after| score)?|nota do consumidor|满意度",
            "confirmed": r"(customer )?confirmed|resolved according to (the )?customer|"
            r"avaliacao reclamacao|customer agrees",
            "case_id": r"case (id|number)",
            "comment": _COMMENT + r"|complaint (text|narrative|description)|narrative",
        },
        "purchases": _ANY
        | {
            "ts": r"(order|purchase|transaction|invoice|payment)?( ?(date|time|timestamp|at))|"
            r"(ordered|purchased|paid)( at| on)?|date|日期|下单时间",
            "amount": r"(order |total |net |gross )?(amount|total|value|revenue|price|sum|sales)|"
            r"amount (paid|due)|金额",
        },
        "customers": _ANY
        | {
            "customer": _ANY["customer"] + r"|id",
            "since": r"(customer |member )?since|(joined|signup|sign up|registration|registered|"
            r"start)( date| at| on)?|注册时间",
            "status": r"(customer |account )?status|active|状态",
        },
    }
)
COMPILED: Lookup[str, Lookup[str, re.Pattern[str]]] = MappingProxyType(
    {kind: {role: re.compile(pattern) for role, pattern in known.items()} for kind, known in VOCABULARY.items()}
)

SCORE_WORDS: Lookup[str, re.Pattern[str]] = MappingProxyType(
    {
        "nps": re.compile(r"\bnps\b|net ?pro|promoter|\brecommend|推荐"),
        "ces": re.compile(r"\bces\b|\beffort\b|\bease\b|\beasy\b|费力|轻松"),
        "csat": re.compile(r"\bcsat\b|satisf|\boverall\b|\bnota\b|满意"),
        "rating": re.compile(r"\brat(e|ing|ings)\b|rate|\bscore\b|\bstars?\b|quality|评分"),
    }
)
OVERALL = re.compile(r"\boverall\b|\bwhole\b|\ball$|\bgeneral\b|\bgeral\b|\btotal\b|总体|整体")
# columns that look like ratings and are none: facts about people and counts, in any name; codes, in a short one
NOT_RATED = re.compile(
    r"\b(age|gender|sex|income|education|marital|children|household|occupation|lang|language|idade|sexo|renda)\b|"
    r"\b(count|counts|number of|how many|how often|times|visits|bags|orders|purchases|trips|quantity|qty)\b|"
    r"\b(severity|priority|urgency|escalation)\b|"
    r"^(\w+ ){0,2}(code|id|no|num|number|type|category|class|group|band|tier|level|rank|"
    r"zone|region|district|ward|zip|country|state|year|quarter|month|week|weekday)$|"
    r"年龄|性别|收入|学历|次数|数量"
)
CONFIRMED_WORDS: Lookup[str, str | None] = MappingProxyType(
    {
        "resolvida": "yes",
        "resolvido": "yes",
        "resolved": "yes",
        "solved": "yes",
        "nao resolvida": "no",
        "nao resolvido": "no",
        "not resolved": "no",
        "unresolved": "no",
        "nao avaliada": None,
        "not rated": None,
        "no answer": None,
    }
)
