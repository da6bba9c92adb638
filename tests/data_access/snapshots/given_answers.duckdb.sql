-- of all
SELECT each.period AS period, each.region AS region, each.attr_1 AS attr_1, count(CASE WHEN each.gave THEN 1 END) AS n, sum(CASE WHEN each.gave THEN each.w ELSE 0.0 END) AS sw, sum(CASE WHEN each.gave THEN each.w * each.w ELSE 0.0 END) AS sww, count(CASE WHEN each.gave THEN 1 END) AS "of", sum(CASE WHEN each.gave THEN each.w ELSE 0.0 END) AS ofw, sum(CASE WHEN each.gave THEN each.w * each.w ELSE 0.0 END) AS ofww, count(CASE WHEN (each.asked AND NOT each.gave) THEN 1 END) AS silent
FROM (SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.region, ''), '(unknown)') AS region, coalesce(nullif(attr_1.value, ''), '(unknown)') AS attr_1, coalesce(responses.weight, 1.0) AS w, TRUE AND (EXISTS (SELECT 1
FROM attributes AS filled
WHERE filled.source = responses.source AND filled.record = responses.record AND filled.name IN ('plan') AND filled.value != '')) AS gave, TRUE AND responses.batch_id IN (SELECT put.batch_id
FROM attributes AS put
WHERE put.facts = 'answers' AND put.name IN ('plan') AND put.value != '') AS asked
FROM responses LEFT OUTER JOIN attributes AS attr_1 ON attr_1.source = responses.source AND attr_1.record = responses.record AND attr_1.name = 'shop'
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_1
WHERE attributes_1.source = responses.source AND attributes_1.record = responses.record AND attributes_1.name = 'airline' AND attributes_1.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31') AS each GROUP BY each.period, each.region, each.attr_1

-- by answer
WITH by_answer AS
(SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.region, ''), '(unknown)') AS region, coalesce(nullif(attr_1.value, ''), '(unknown)') AS attr_2, given.value AS answer, CAST(count(*) AS BIGINT) AS n, sum(coalesce(responses.weight, 1.0)) AS sw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS sww
FROM responses LEFT OUTER JOIN attributes AS attr_1 ON attr_1.source = responses.source AND attr_1.record = responses.record AND attr_1.name = 'shop' JOIN attributes AS given ON given.source = responses.source AND given.record = responses.record AND given.name IN ('plan')
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_2
WHERE attributes_2.source = responses.source AND attributes_2.record = responses.record AND attributes_2.name = 'airline' AND attributes_2.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' AND given.value != '' GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE), coalesce(nullif(responses.region, ''), '(unknown)'), coalesce(nullif(attr_1.value, ''), '(unknown)'), given.value)
 SELECT everybody.period AS period, names.answer AS answer, everybody.region AS region, everybody.attr_2 AS attr_2, coalesce(by_answer.n, 0) AS n, coalesce(by_answer.sw, 0.0) AS sw, coalesce(by_answer.sww, 0.0) AS sww, everybody."of" AS "of", everybody.ofw AS ofw, everybody.ofww AS ofww, 0 AS silent
FROM (SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.region, ''), '(unknown)') AS region, coalesce(nullif(attr_1.value, ''), '(unknown)') AS attr_2, CAST(count(*) AS BIGINT) AS "of", sum(coalesce(responses.weight, 1.0)) AS ofw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS ofww
FROM responses LEFT OUTER JOIN attributes AS attr_1 ON attr_1.source = responses.source AND attr_1.record = responses.record AND attr_1.name = 'shop'
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_1
WHERE attributes_1.source = responses.source AND attributes_1.record = responses.record AND attributes_1.name = 'airline' AND attributes_1.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' AND (EXISTS (SELECT 1
FROM attributes AS filled
WHERE filled.source = responses.source AND filled.record = responses.record AND filled.name IN ('plan') AND filled.value != '')) GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE), coalesce(nullif(responses.region, ''), '(unknown)'), coalesce(nullif(attr_1.value, ''), '(unknown)')) AS everybody JOIN (SELECT DISTINCT by_answer.answer AS answer
FROM by_answer) AS names ON TRUE LEFT OUTER JOIN by_answer ON by_answer.period = everybody.period AND by_answer.region = everybody.region AND by_answer.attr_2 = everybody.attr_2 AND by_answer.answer = names.answer

-- by choice
WITH by_answer AS
(SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.region, ''), '(unknown)') AS region, told.said AS answer, CAST(count(*) AS BIGINT) AS n, sum(coalesce(responses.weight, 1.0)) AS sw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS sww
FROM responses JOIN attributes AS given ON given.source = responses.source AND given.record = responses.record AND given.name IN ('heard: Mail', 'heard: Web') JOIN (VALUES ('Mail', 'heard: Mail'), ('Web', 'heard: Web')) AS told (said, name) ON given.name = told.name
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_2
WHERE attributes_2.source = responses.source AND attributes_2.record = responses.record AND attributes_2.name = 'airline' AND attributes_2.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' AND given.value != '' AND (lower(trim(given.value)) NOT IN ('0', 'false', 'no', 'not selected', 'unchecked', '否')) GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE), coalesce(nullif(responses.region, ''), '(unknown)'), told.said)
 SELECT everybody.period AS period, names.answer AS answer, everybody.region AS region, coalesce(by_answer.n, 0) AS n, coalesce(by_answer.sw, 0.0) AS sw, coalesce(by_answer.sww, 0.0) AS sww, everybody."of" AS "of", everybody.ofw AS ofw, everybody.ofww AS ofww, 0 AS silent
FROM (SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.region, ''), '(unknown)') AS region, CAST(count(*) AS BIGINT) AS "of", sum(coalesce(responses.weight, 1.0)) AS ofw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS ofww
FROM responses
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_1
WHERE attributes_1.source = responses.source AND attributes_1.record = responses.record AND attributes_1.name = 'airline' AND attributes_1.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' AND (EXISTS (SELECT 1
FROM attributes AS filled
WHERE filled.source = responses.source AND filled.record = responses.record AND filled.name IN ('heard: Mail', 'heard: Web') AND filled.value != '' AND (lower(trim(filled.value)) NOT IN ('0', 'false', 'no', 'not selected', 'unchecked', '否')))) GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE), coalesce(nullif(responses.region, ''), '(unknown)')) AS everybody JOIN (SELECT DISTINCT by_answer.answer AS answer
FROM by_answer) AS names ON TRUE LEFT OUTER JOIN by_answer ON by_answer.period = everybody.period AND by_answer.region = everybody.region AND by_answer.answer = names.answer

-- by a dimension
WITH by_answer AS
(SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, coalesce(nullif(responses.channel, ''), '(unknown)') AS answer, CAST(count(*) AS BIGINT) AS n, sum(coalesce(responses.weight, 1.0)) AS sw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS sww
FROM responses
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_2
WHERE attributes_2.source = responses.source AND attributes_2.record = responses.record AND attributes_2.name = 'airline' AND attributes_2.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE), coalesce(nullif(responses.channel, ''), '(unknown)'))
 SELECT everybody.period AS period, names.answer AS answer, coalesce(by_answer.n, 0) AS n, coalesce(by_answer.sw, 0.0) AS sw, coalesce(by_answer.sww, 0.0) AS sww, everybody."of" AS "of", everybody.ofw AS ofw, everybody.ofww AS ofww, 0 AS silent
FROM (SELECT CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS period, CAST(count(*) AS BIGINT) AS "of", sum(coalesce(responses.weight, 1.0)) AS ofw, sum(coalesce(responses.weight, 1.0) * coalesce(responses.weight, 1.0)) AS ofww
FROM responses
WHERE responses.business_unit IN ('Digital', 'Retail') AND (EXISTS (SELECT *
FROM attributes AS attributes_1
WHERE attributes_1.source = responses.source AND attributes_1.record = responses.record AND attributes_1.name = 'airline' AND attributes_1.value IN ('Blue'))) AND (responses.channel IS NULL OR responses.channel = '' OR responses.channel IN ('(unknown)', 'Web')) AND responses.ts <= TIMESTAMP '2026-03-10 12:00:00' AND responses.day >= '2026-01-01' AND responses.day <= '2026-03-31' GROUP BY CAST(date_trunc('month', CAST(responses.day AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE)) AS everybody JOIN (SELECT DISTINCT by_answer.answer AS answer
FROM by_answer) AS names ON TRUE LEFT OUTER JOIN by_answer ON by_answer.period = everybody.period AND by_answer.answer = names.answer
