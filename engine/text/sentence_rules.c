/* sentence_rules.c: the abbreviations, starters and ordinals of each language.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words are in lower case and in the order of their bytes, for they are found by halving: the tests check
 * it.  An abbreviation has no last stop. */
#include "engine/text/sentence_rules.h"

enum { TITLE = KIND_TITLE, INNER = KIND_INNER, NUMBER = KIND_NUMBER, MAYBE = KIND_MAYBE, WORD = KIND_WORD };
enum { UNIT = KIND_UNIT, PLACE = KIND_PLACE, CLOCK = KIND_CLOCK, LAST = KIND_LAST, YEAR = KIND_YEAR };

/* ------------------------------------------------------------------------------------------------ english */

static const abbreviation english_abbreviations[] = {
    {"a.k.a", INNER}, {"a.m", CLOCK}, {"acad", MAYBE}, {"adm", TITLE}, {"aka", INNER}, {"al", MAYBE},
    {"ala", PLACE}, {"alta", PLACE}, {"am", CLOCK}, {"amb", TITLE}, {"approx", INNER}, {"apr", NUMBER},
    {"apt", MAYBE}, {"ariz", PLACE}, {"ark", PLACE}, {"art", WORD}, {"arts", WORD}, {"ass'n", MAYBE},
    {"assn", MAYBE}, {"assoc", MAYBE}, {"atty", MAYBE}, {"aug", NUMBER}, {"ave", MAYBE}, {"b.sc", MAYBE},
    {"bde", MAYBE}, {"bk", WORD}, {"bldg", MAYBE}, {"blvd", MAYBE}, {"bn", MAYBE}, {"br", MAYBE},
    {"brig", TITLE}, {"brig.gen", TITLE}, {"bros", MAYBE}, {"bsc", MAYBE}, {"bt", MAYBE}, {"ca", INNER},
    {"cal", PLACE}, {"calif", PLACE}, {"cap", WORD}, {"capt", TITLE}, {"cdr", TITLE}, {"cf", INNER},
    {"ch", NUMBER}, {"chap", NUMBER}, {"chaps", NUMBER}, {"circa", INNER}, {"cl", WORD}, {"cm", UNIT},
    {"cmdr", TITLE}, {"cmte", MAYBE}, {"co", MAYBE}, {"col", TITLE}, {"colo", PLACE}, {"comm", MAYBE},
    {"conf", MAYBE}, {"cong", MAYBE}, {"congr", MAYBE}, {"conn", PLACE}, {"cont'd", MAYBE},
    {"contd", MAYBE}, {"corp", MAYBE}, {"cos", MAYBE}, {"cpl", TITLE}, {"cpt", TITLE}, {"ct", MAYBE},
    {"cu.ft", UNIT}, {"d.phil", MAYBE}, {"dec", NUMBER}, {"deg", UNIT}, {"del", PLACE}, {"dep't", MAYBE},
    {"dept", MAYBE}, {"det", MAYBE}, {"dist", MAYBE}, {"div", WORD}, {"dr", TITLE}, {"drs", TITLE},
    {"e.g", INNER}, {"ed", MAYBE}, {"ed.d", MAYBE}, {"eds", MAYBE}, {"eg", INNER}, {"eq", NUMBER},
    {"eqn", NUMBER}, {"eqs", NUMBER}, {"esp", INNER}, {"esq", MAYBE}, {"est", MAYBE}, {"et.al", MAYBE},
    {"et.seq", MAYBE}, {"etc", LAST}, {"excl", INNER}, {"expwy", MAYBE}, {"ext", NUMBER}, {"f.k.a", INNER},
    {"feb", NUMBER}, {"fig", WORD}, {"figs", NUMBER}, {"fl", INNER}, {"fla", PLACE}, {"fr", TITLE},
    {"ft", MAYBE}, {"ga", PLACE}, {"gal", UNIT}, {"gals", UNIT}, {"gen", TITLE}, {"gmbh", MAYBE},
    {"gov", TITLE}, {"gov't", MAYBE}, {"govt", MAYBE}, {"hon", TITLE}, {"hosp", MAYBE}, {"hp", UNIT},
    {"hr", UNIT}, {"hrs", UNIT}, {"hwy", MAYBE}, {"i.a", INNER}, {"i.e", INNER}, {"ibid", MAYBE},
    {"ie", INNER}, {"ill", PLACE}, {"in", UNIT}, {"inc", MAYBE}, {"incl", INNER}, {"ind", PLACE},
    {"ins", UNIT}, {"insp", TITLE}, {"inst", MAYBE}, {"int'l", MAYBE}, {"intl", MAYBE}, {"jan", NUMBER},
    {"jr", MAYBE}, {"jul", NUMBER}, {"jun", NUMBER}, {"kan", PLACE}, {"kans", PLACE}, {"kg", UNIT},
    {"km", UNIT}, {"kph", UNIT}, {"ky", PLACE}, {"la", PLACE}, {"lb", UNIT}, {"lbs", UNIT}, {"lib", WORD},
    {"lic", NUMBER}, {"llc", MAYBE}, {"loc.cit", MAYBE}, {"lt", TITLE}, {"lt.cmdr", TITLE},
    {"lt.col", TITLE}, {"lt.gen", TITLE}, {"ltd", MAYBE}, {"m.phil", MAYBE}, {"m.sc", MAYBE},
    {"maj", TITLE}, {"maj.gen", TITLE}, {"mar", NUMBER}, {"mass", PLACE}, {"md", PLACE}, {"messrs", TITLE},
    {"mfg", MAYBE}, {"mfr", MAYBE}, {"mg", UNIT}, {"mgmt", MAYBE}, {"mgr", MAYBE}, {"mi", UNIT},
    {"mich", PLACE}, {"min", UNIT}, {"minn", PLACE}, {"mins", UNIT}, {"miss", PLACE}, {"ml", UNIT},
    {"mlle", TITLE}, {"mm", UNIT}, {"mme", TITLE}, {"mmes", TITLE}, {"mo", UNIT}, {"mont", PLACE},
    {"mos", UNIT}, {"mph", UNIT}, {"mr", TITLE}, {"mrs", TITLE}, {"ms", TITLE}, {"msc", MAYBE},
    {"msgr", TITLE}, {"mt", MAYBE}, {"mts", MAYBE}, {"mx", TITLE}, {"nat'l", MAYBE}, {"natl", MAYBE},
    {"neb", PLACE}, {"nebr", PLACE}, {"nee", INNER}, {"nev", PLACE}, {"no", WORD}, {"nos", NUMBER},
    {"nov", NUMBER}, {"nr", NUMBER}, {"n°", NUMBER}, {"née", INNER}, {"oct", NUMBER}, {"okla", PLACE},
    {"ont", PLACE}, {"op.cit", MAYBE}, {"ore", PLACE}, {"oz", UNIT}, {"p.m", CLOCK}, {"pa", PLACE},
    {"para", NUMBER}, {"paras", NUMBER}, {"penn", PLACE}, {"penna", PLACE}, {"pfc", TITLE}, {"ph.d", MAYBE},
    {"phd", MAYBE}, {"pkwy", MAYBE}, {"plc", MAYBE}, {"pm", CLOCK}, {"pp", NUMBER}, {"pres", MAYBE},
    {"proc", MAYBE}, {"prof", TITLE}, {"profs", TITLE}, {"psy.d", MAYBE}, {"pt", UNIT}, {"pte", MAYBE},
    {"pts", UNIT}, {"pty", MAYBE}, {"pvt", TITLE}, {"q.v", INNER}, {"qt", UNIT}, {"que", PLACE},
    {"rd", MAYBE}, {"ref", NUMBER}, {"refs", NUMBER}, {"regt", MAYBE}, {"rep", MAYBE}, {"repr", MAYBE},
    {"reps", MAYBE}, {"rept", MAYBE}, {"rev", TITLE}, {"revd", TITLE}, {"rm", WORD}, {"rpm", UNIT},
    {"rt.hon", TITLE}, {"sask", PLACE}, {"sec", WORD}, {"secs", UNIT}, {"sect", WORD}, {"sen", MAYBE},
    {"sens", MAYBE}, {"sep", NUMBER}, {"sept", NUMBER}, {"ser", NUMBER}, {"sgt", TITLE}, {"sq.ft", UNIT},
    {"sqn", MAYBE}, {"sr", MAYBE}, {"st", MAYBE}, {"stat", MAYBE}, {"ste", MAYBE}, {"sts", MAYBE},
    {"suppl", MAYBE}, {"supt", TITLE}, {"tbsp", UNIT}, {"tel", NUMBER}, {"tenn", PLACE}, {"tex", PLACE},
    {"tpk", MAYBE}, {"trans", MAYBE}, {"tsp", UNIT}, {"u.s.a", MAYBE}, {"univ", MAYBE}, {"v", TITLE},
    {"va", PLACE}, {"viz", INNER}, {"vol", NUMBER}, {"vols", NUMBER}, {"vs", TITLE}, {"vt", PLACE},
    {"vv", NUMBER}, {"wash", PLACE}, {"wis", PLACE}, {"wisc", PLACE}, {"wk", UNIT}, {"wks", UNIT},
    {"wyo", PLACE}, {"yd", UNIT}, {"yds", UNIT}, {"yr", UNIT}, {"yrs", UNIT}, {"§", NUMBER},
};

static const char *const english_starters[] = {
    "a", "about", "above", "according", "accordingly", "across", "additionally", "after", "afterwards",
    "again", "against", "all", "almost", "also", "although", "always", "among", "amongst", "an", "and",
    "another", "any", "anyone", "are", "aren", "around", "as", "at", "because", "before", "behind", "being",
    "below", "beside", "besides", "between", "beyond", "both", "but", "by", "can", "cannot", "consequently",
    "could", "currently", "despite", "did", "do", "does", "don", "during", "each", "earlier", "either",
    "elsewhere", "even", "eventually", "every", "everyone", "everything", "few", "finally", "following",
    "for", "from", "further", "furthermore", "generally", "given", "had", "has", "have", "having", "he",
    "hence", "her", "here", "his", "how", "however", "i", "if", "in", "indeed", "initially", "inside",
    "instead", "into", "is", "isn", "it", "its", "just", "later", "let", "like", "likewise", "many",
    "maybe", "meanwhile", "might", "more", "moreover", "most", "much", "must", "my", "near", "nearly",
    "neither", "never", "nevertheless", "no", "nobody", "nonetheless", "nor", "not", "nothing", "now",
    "often", "okay", "on", "once", "one", "only", "or", "originally", "other", "others", "otherwise", "our",
    "outside", "over", "perhaps", "please", "previously", "rather", "recently", "several", "shall", "she",
    "should", "similarly", "since", "so", "some", "someone", "something", "sometimes", "soon", "still",
    "subsequently", "such", "that", "the", "their", "then", "there", "thereafter", "thereby", "therefore",
    "these", "they", "this", "those", "though", "three", "through", "throughout", "thus", "till", "to",
    "today", "tomorrow", "too", "two", "under", "unless", "unlike", "until", "upon", "usually", "very",
    "was", "wasn", "we", "well", "were", "weren", "what", "whatever", "when", "whenever", "where",
    "wherever", "whether", "which", "while", "whilst", "who", "whom", "whose", "why", "with", "within",
    "without", "would", "yes", "yesterday", "yet", "you", "your",
};

static const char *const english_subjects[] = {
    "but", "he", "here", "how", "however", "it", "now", "she", "the", "then", "there", "these", "they",
    "this", "those", "we", "what", "when", "who", "why", "yet", "you",
};

static const char *const english_leads[] = {
    "about", "after", "around", "at", "before", "between", "by", "circa", "from", "past", "since", "till",
    "until",
};

static const char *const english_dates[] = {
    "aedt", "aest", "april", "august", "bst", "cdt", "central", "cest", "cet", "cst", "ct", "december",
    "eastern", "edt", "eet", "est", "et", "february", "fri", "friday", "gmt", "greenwich", "hkt", "ist",
    "january", "jst", "july", "june", "local", "march", "may", "mdt", "mon", "monday", "mountain", "msk",
    "mst", "mt", "november", "october", "pacific", "pdt", "pst", "pt", "sat", "saturday", "september",
    "sgt", "sun", "sunday", "thu", "thur", "thurs", "thursday", "tue", "tues", "tuesday", "utc", "wed",
    "wednesday",
};

static const char *const english_credits[] = {
    "credit", "credits", "graphic", "illustration", "image", "images", "photo", "photograph",
    "photographer", "photographs", "photos", "picture", "source", "sources",
};

static const char *const english_labels[] = {
    "box", "chart", "diagram", "exhibit", "fig", "figure", "map", "plate", "table",
};

static const char *const english_speech[] = {
    "added", "answered", "asked", "asks", "called", "continued", "cried", "demanded", "exclaimed", "joked",
    "laughed", "muttered", "remarked", "replied", "replies", "said", "say", "says", "screamed", "shouted",
    "snapped", "told", "whispered", "wondered", "wrote", "yelled",
};

/* ------------------------------------------------------------------------------------------------- german */

static const abbreviation german_abbreviations[] = {
    {"-str", NUMBER}, {"a.a.o", MAYBE}, {"a.d", INNER}, {"a.m", INNER}, {"abb", NUMBER}, {"abs", NUMBER},
    {"abzgl", INNER}, {"allg", MAYBE}, {"amerik", MAYBE}, {"amtl", INNER}, {"anm", NUMBER}, {"apr", NUMBER},
    {"art", NUMBER}, {"aufl", NUMBER}, {"aug", NUMBER}, {"bd", NUMBER}, {"bde", NUMBER}, {"betr", INNER},
    {"bez", INNER}, {"bl", NUMBER}, {"bspw", INNER}, {"bzgl", MAYBE}, {"bzw", INNER}, {"ca", INNER},
    {"cm", UNIT}, {"co", MAYBE}, {"corp", MAYBE}, {"d.h", INNER}, {"d.i", INNER}, {"dept", MAYBE},
    {"dez", NUMBER}, {"dipl", TITLE}, {"dr", TITLE}, {"dres", TITLE}, {"dt", MAYBE}, {"ehem", INNER},
    {"eigtl", INNER}, {"einschl", INNER}, {"engl", MAYBE}, {"entspr", INNER}, {"etc", LAST},
    {"evang", MAYBE}, {"evtl", INNER}, {"exkl", INNER}, {"f", MAYBE}, {"fax", NUMBER}, {"feb", NUMBER},
    {"febr", NUMBER}, {"ff", MAYBE}, {"fr", TITLE}, {"franz", MAYBE}, {"frhr", TITLE}, {"frl", TITLE},
    {"geb", INNER}, {"gebr", TITLE}, {"gegr", INNER}, {"gem", INNER}, {"gesch", INNER}, {"gest", INNER},
    {"ggf", INNER}, {"h.c", TITLE}, {"hausnr", NUMBER}, {"hl", TITLE}, {"hr", TITLE}, {"hrn", TITLE},
    {"hrsg", INNER}, {"i.a", INNER}, {"i.d.r", INNER}, {"i.e", INNER}, {"i.v", INNER}, {"inc", MAYBE},
    {"ing", TITLE}, {"inkl", INNER}, {"insb", INNER}, {"inst", MAYBE}, {"ital", MAYBE}, {"jan", NUMBER},
    {"jew", INNER}, {"jg", NUMBER}, {"jh", MAYBE}, {"jhd", MAYBE}, {"jr", MAYBE}, {"jul", NUMBER},
    {"jun", NUMBER}, {"jur", TITLE}, {"kap", NUMBER}, {"kath", MAYBE}, {"kg", UNIT}, {"kgl", MAYBE},
    {"km", UNIT}, {"lat", MAYBE}, {"lt", INNER}, {"ltd", MAYBE}, {"m.e", INNER}, {"m.w", INNER},
    {"mag", TITLE}, {"max", INNER}, {"med", TITLE}, {"min", UNIT}, {"mind", INNER}, {"mio", MAYBE},
    {"mrd", MAYBE}, {"mrz", NUMBER}, {"n.chr", MAYBE}, {"nachm", INNER}, {"nat", TITLE}, {"nov", NUMBER},
    {"nr", NUMBER}, {"nrn", NUMBER}, {"n°", NUMBER}, {"nördl", MAYBE}, {"o.g", INNER}, {"o.ä", MAYBE},
    {"okt", NUMBER}, {"p.a", MAYBE}, {"pfr", TITLE}, {"phil", TITLE}, {"pl", MAYBE}, {"prof", TITLE},
    {"profs", TITLE}, {"rdnr", NUMBER}, {"red", MAYBE}, {"rer", TITLE}, {"rn", NUMBER}, {"rz", NUMBER},
    {"s", NUMBER}, {"s.a", INNER}, {"s.o", INNER}, {"s.u", INNER}, {"schweiz", MAYBE}, {"sek", MAYBE},
    {"sen", MAYBE}, {"sep", NUMBER}, {"sept", NUMBER}, {"sog", INNER}, {"sr", TITLE}, {"st", MAYBE},
    {"std", MAYBE}, {"str", MAYBE}, {"südl", MAYBE}, {"tab", NUMBER}, {"tel", NUMBER}, {"tsd", MAYBE},
    {"u.a", MAYBE}, {"u.a.m", LAST}, {"u.g", INNER}, {"u.s.w", LAST}, {"u.u", INNER}, {"u.v.m", LAST},
    {"u.ä", MAYBE}, {"univ", MAYBE}, {"urspr", INNER}, {"ursprgl", INNER}, {"usw", LAST}, {"uvm", LAST},
    {"v.a", INNER}, {"v.chr", MAYBE}, {"verf", MAYBE}, {"verh", INNER}, {"vers", NUMBER}, {"vgl", INNER},
    {"vorm", INNER}, {"westl", MAYBE}, {"z.b", INNER}, {"z.hd", INNER}, {"z.t", INNER}, {"z.zt", INNER},
    {"ziff", NUMBER}, {"zit", INNER}, {"zw", MAYBE}, {"zzgl", INNER}, {"österr", MAYBE}, {"östl", MAYBE},
    {"übers", INNER},
};

static const char *const german_starters[] = {
    "aber", "alle", "allen", "allerdings", "als", "am", "an", "andere", "anders", "ans", "auch", "auf",
    "aus", "außerdem", "bei", "beide", "beim", "bereits", "bevor", "bis", "da", "dabei", "dafür", "dagegen",
    "daher", "damit", "danach", "dann", "daraufhin", "darf", "darum", "darüber", "das", "dass", "dein",
    "deine", "dem", "den", "denn", "dennoch", "der", "des", "deshalb", "deswegen", "die", "dies", "diese",
    "diesem", "diesen", "dieser", "dieses", "doch", "dort", "du", "durch", "ebenso", "ein", "eine", "einem",
    "einen", "einer", "eines", "einige", "er", "es", "etwa", "euer", "eure", "ferner", "für", "gegen",
    "gemäß", "gestern", "haben", "hat", "hatte", "hatten", "heute", "hier", "hinter", "hinzu", "ich", "ihr",
    "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "in", "insgesamt", "ist", "ja", "jedoch", "jene",
    "jener", "jenes", "jetzt", "kann", "kein", "keine", "konnte", "können", "laut", "man", "mehrere",
    "mein", "meine", "mit", "morgen", "muss", "musste", "müssen", "nach", "nachdem", "neben", "nein",
    "nicht", "nichts", "nie", "niemand", "noch", "nun", "nur", "ob", "obwohl", "oder", "ohne", "rund",
    "schließlich", "schon", "sein", "seine", "seinem", "seinen", "seiner", "seit", "sie", "sind", "so",
    "sobald", "sogar", "solange", "soll", "sollen", "sollte", "sondern", "später", "trotz", "trotzdem",
    "um", "und", "unser", "unsere", "unter", "viele", "vielleicht", "vom", "von", "vor", "wann", "war",
    "waren", "warum", "was", "wegen", "weil", "weitere", "welche", "welcher", "welches", "wenn", "wer",
    "werden", "wie", "wieso", "will", "wir", "wird", "wo", "wurde", "wurden", "während", "zu", "zudem",
    "zuerst", "zum", "zunächst", "zur", "zwar", "zwischen", "über",
};

static const char *const german_leads[] = {
    "ab", "am", "beim", "bis", "das", "dem", "den", "der", "des", "die", "diesem", "diesen", "dieser",
    "ein", "einem", "einen", "ihr", "ihre", "ihrem", "ihren", "im", "jedem", "jeden", "jeder", "jedes",
    "kein", "mein", "mit", "oder", "samt", "sein", "seine", "seinem", "seinen", "seit", "und", "unser",
    "vom", "von", "zum", "zur",
};

static const char *const german_dates[] = {
    "akt", "apr", "april", "armee", "auflage", "aug", "august", "band", "bezirk", "bundesliga", "dez",
    "dezember", "division", "etage", "feb", "febr", "februar", "geburtstag", "jahr", "jahres", "jahrestag",
    "jahrhundert", "jahrhunderts", "jahrtausend", "jahrtausends", "jan", "januar", "jh", "jhd", "juli",
    "juni", "jänner", "kapitel", "klasse", "kreis", "lauf", "lebensjahr", "liga", "mai", "mal", "minute",
    "monat", "märz", "nov", "november", "obergeschoss", "okt", "oktober", "platz", "rang", "runde", "satz",
    "semester", "sept", "september", "sitzung", "spieltag", "stock", "stunde", "tag", "teil", "weltkrieg",
    "weltkriege", "weltkriegs", "woche",
};

static const char *const german_credits[] = {
    "abbildung", "bild", "bilder", "foto", "fotos", "grafik", "quelle", "quellen",
};

static const char *const german_labels[] = {
    "abb", "abbildung", "bild", "grafik", "karte", "kasten", "tab", "tabelle",
};

/* ------------------------------------------------------------------------------------------------- french */

static const abbreviation french_abbreviations[] = {
    {"al", NUMBER}, {"apr", INNER}, {"art", NUMBER}, {"av", INNER}, {"ave", MAYBE}, {"avr", NUMBER},
    {"bd", MAYBE}, {"boul", MAYBE}, {"c.-à-d", INNER}, {"c.à.d", INNER}, {"ca", INNER}, {"cf", INNER},
    {"chap", NUMBER}, {"cie", MAYBE}, {"cm", UNIT}, {"coll", MAYBE}, {"corp", MAYBE}, {"dir", INNER},
    {"dr", TITLE}, {"drs", TITLE}, {"déc", NUMBER}, {"env", INNER}, {"etc", LAST}, {"ex", INNER},
    {"fig", NUMBER}, {"févr", NUMBER}, {"hab", MAYBE}, {"ibid", MAYBE}, {"inc", MAYBE}, {"janv", NUMBER},
    {"jr", MAYBE}, {"juil", NUMBER}, {"kg", UNIT}, {"km", UNIT}, {"ltd", MAYBE}, {"m", TITLE},
    {"me", TITLE}, {"mgr", TITLE}, {"min", UNIT}, {"mlle", TITLE}, {"mlles", TITLE}, {"mm", TITLE},
    {"mme", TITLE}, {"mmes", TITLE}, {"nos", NUMBER}, {"nov", NUMBER}, {"n°", NUMBER}, {"oct", NUMBER},
    {"p", NUMBER}, {"p.ex", INNER}, {"pp", NUMBER}, {"pr", TITLE}, {"prof", TITLE}, {"resp", INNER},
    {"réf", NUMBER}, {"sec", UNIT}, {"sept", NUMBER}, {"st", TITLE}, {"ste", TITLE}, {"sts", TITLE},
    {"sté", MAYBE}, {"t", NUMBER}, {"tab", NUMBER}, {"trad", INNER}, {"tél", NUMBER}, {"vol", NUMBER},
    {"§", NUMBER}, {"éd", INNER},
};

static const char *const french_starters[] = {
    "a", "ainsi", "alors", "après", "au", "aucun", "aucune", "aussi", "aux", "avait", "avant", "avec",
    "beaucoup", "c", "car", "ce", "ceci", "cela", "celle", "celui", "cependant", "certaines", "certains",
    "ces", "cet", "cette", "ceux", "chaque", "chez", "comme", "comment", "contre", "d", "dans", "de",
    "demain", "depuis", "des", "donc", "du", "dès", "déjà", "elle", "elles", "en", "encore", "enfin",
    "ensuite", "entre", "est", "et", "hier", "ici", "il", "ils", "j", "je", "l", "la", "le", "les", "leur",
    "leurs", "lorsqu", "lorsque", "là", "ma", "maintenant", "mais", "malgré", "mes", "moins", "mon", "même",
    "n", "ne", "ni", "non", "nos", "notre", "nous", "néanmoins", "on", "ont", "or", "ou", "oui", "outre",
    "où", "par", "parce", "parmi", "pas", "pendant", "plus", "plusieurs", "pour", "pourquoi", "pourtant",
    "puis", "puisque", "qu", "quand", "que", "quel", "quelle", "quelles", "quelques", "quels", "qui",
    "quoi", "s", "sa", "sans", "se", "selon", "ses", "seul", "seule", "si", "son", "sont", "sous", "sur",
    "ta", "tandis", "tel", "telle", "tes", "ton", "tous", "tout", "toute", "toutefois", "toutes", "très",
    "tu", "un", "une", "vers", "voici", "voilà", "vos", "votre", "vous", "y", "à", "ça", "étaient", "était",
};

static const char *const french_credits[] = {
    "crédit", "crédits", "illustration", "image", "images", "infographie", "photo", "photos", "source",
    "sources",
};

static const char *const french_labels[] = {
    "carte", "encadré", "fig", "figure", "graphique", "tableau",
};

/* ------------------------------------------------------------------------------------------------ spanish */

static const abbreviation spanish_abbreviations[] = {
    {"a.c", MAYBE}, {"abr", NUMBER}, {"admón", MAYBE}, {"ago", NUMBER}, {"aprox", INNER}, {"arq", TITLE},
    {"art", NUMBER}, {"arts", NUMBER}, {"av", MAYBE}, {"avda", MAYBE}, {"ca", INNER}, {"cap", NUMBER},
    {"caps", NUMBER}, {"cf", INNER}, {"cia", MAYBE}, {"cm", UNIT}, {"corp", MAYBE}, {"cía", MAYBE},
    {"d", TITLE}, {"d.c", MAYBE}, {"da", TITLE}, {"dic", NUMBER}, {"dpto", MAYBE}, {"dr", TITLE},
    {"dra", TITLE}, {"dres", TITLE}, {"dña", TITLE}, {"ee", TITLE}, {"ee.uu", MAYBE}, {"ej", INNER},
    {"ene", NUMBER}, {"etc", LAST}, {"excma", TITLE}, {"excmo", TITLE}, {"feb", NUMBER}, {"fig", NUMBER},
    {"fr", TITLE}, {"gob", TITLE}, {"gral", TITLE}, {"hnos", MAYBE}, {"ilmo", TITLE}, {"inc", MAYBE},
    {"inc.", WORD}, {"ing", TITLE}, {"jr", MAYBE}, {"jul", NUMBER}, {"jun", NUMBER}, {"kg", UNIT},
    {"km", UNIT}, {"lic", TITLE}, {"ltda", MAYBE}, {"mar", WORD}, {"min", UNIT}, {"mons", TITLE},
    {"máx", INNER}, {"mín", INNER}, {"n.º", NUMBER}, {"no", WORD}, {"nov", NUMBER}, {"nro", NUMBER},
    {"n°", NUMBER}, {"núm", NUMBER}, {"núms", NUMBER}, {"oct", NUMBER}, {"p.ej", INNER}, {"pdte", TITLE},
    {"pp", NUMBER}, {"prof", TITLE}, {"profa", TITLE}, {"profesora", TITLE}, {"pág", NUMBER},
    {"págs", NUMBER}, {"s.a", MAYBE}, {"s.l", MAYBE}, {"seg", UNIT}, {"sep", NUMBER}, {"sept", NUMBER},
    {"sr", TITLE}, {"sra", TITLE}, {"sras", TITLE}, {"sres", TITLE}, {"srta", TITLE}, {"sta", TITLE},
    {"sto", TITLE}, {"tel", NUMBER}, {"tfno", NUMBER}, {"tlf", NUMBER}, {"ud", TITLE}, {"uds", TITLE},
    {"uu", MAYBE}, {"v.gr", INNER}, {"vd", TITLE}, {"vds", TITLE}, {"vol", NUMBER}, {"vols", NUMBER},
};

static const char *const spanish_starters[] = {
    "a", "además", "ahora", "al", "algunas", "algunos", "allí", "ante", "antes", "aquel", "aquella", "aquí",
    "así", "aunque", "ayer", "bajo", "cada", "como", "con", "contra", "cuando", "cuál", "cuándo", "cuánto",
    "cuántos", "cómo", "de", "del", "desde", "después", "donde", "durante", "dónde", "e", "el", "ella",
    "ellas", "ello", "ellos", "en", "entonces", "entre", "era", "eran", "es", "esa", "esas", "ese", "eso",
    "esos", "esta", "estas", "este", "esto", "estos", "está", "están", "fue", "fueron", "ha", "había",
    "han", "hasta", "hay", "hoy", "incluso", "la", "las", "le", "les", "lo", "los", "luego", "mañana",
    "menos", "mi", "mientras", "mis", "muchas", "muchos", "muy", "más", "ninguna", "ningún", "no",
    "nosotros", "nuestra", "nuestro", "nunca", "o", "otra", "otras", "otro", "otros", "para", "pero", "por",
    "porque", "pues", "que", "quizá", "quizás", "quién", "quiénes", "qué", "se", "según", "si", "siempre",
    "sin", "sino", "sobre", "solo", "son", "su", "sus", "sí", "sólo", "tal", "también", "todas", "todo",
    "todos", "tras", "tu", "tú", "u", "un", "una", "unas", "unos", "usted", "ustedes", "y", "ya", "yo",
    "él",
};

static const char *const spanish_credits[] = {
    "crédito", "foto", "fotografía", "fotos", "fuente", "fuentes", "ilustración", "imagen",
};

static const char *const spanish_labels[] = {
    "cuadro", "fig", "figura", "gráfico", "mapa", "tabla",
};

/* ------------------------------------------------------------------------------------------------ italian */

static const abbreviation italian_abbreviations[] = {
    {"a.c", MAYBE}, {"ago", WORD}, {"apr", NUMBER}, {"arch", TITLE}, {"art", NUMBER}, {"artt", NUMBER},
    {"avv", TITLE}, {"c.d", INNER}, {"c.so", MAYBE}, {"ca", INNER}, {"cap", NUMBER}, {"card", TITLE},
    {"cav", TITLE}, {"cd", INNER}, {"cfr", INNER}, {"circa", INNER}, {"cm", UNIT}, {"col", TITLE},
    {"comm", TITLE}, {"corp", MAYBE}, {"d.c", MAYBE}, {"dic", NUMBER}, {"dott", TITLE}, {"dott.ssa", TITLE},
    {"dr", TITLE}, {"ecc", LAST}, {"ed", MAYBE}, {"egr", TITLE}, {"es", INNER}, {"etc", LAST},
    {"f.lli", MAYBE}, {"feb", WORD}, {"febbr", NUMBER}, {"fig", NUMBER}, {"gen", TITLE}, {"genn", NUMBER},
    {"gent", TITLE}, {"geom", TITLE}, {"giu", NUMBER}, {"inc", MAYBE}, {"ing", TITLE}, {"jr", MAYBE},
    {"kg", UNIT}, {"km", UNIT}, {"lug", NUMBER}, {"mag", WORD}, {"mar", WORD}, {"max", INNER},
    {"min", INNER}, {"mons", TITLE}, {"n", NUMBER}, {"nn", NUMBER}, {"nov", WORD}, {"nr", NUMBER},
    {"n°", NUMBER}, {"on", TITLE}, {"ott", NUMBER}, {"p", NUMBER}, {"p.es", INNER}, {"p.za", MAYBE},
    {"p.zza", MAYBE}, {"pag", NUMBER}, {"pagg", NUMBER}, {"pp", NUMBER}, {"prof", TITLE},
    {"prof.ssa", TITLE}, {"proff", TITLE}, {"rag", TITLE}, {"s", TITLE}, {"s.p.a", MAYBE}, {"s.r.l", MAYBE},
    {"sec", UNIT}, {"sen", TITLE}, {"set", WORD}, {"sig", TITLE}, {"sig.na", TITLE}, {"sig.ra", TITLE},
    {"sigg", TITLE}, {"sigra", TITLE}, {"spett", TITLE}, {"ss", TITLE}, {"tab", NUMBER}, {"tel", NUMBER},
    {"ten", TITLE}, {"v", INNER}, {"v.le", MAYBE}, {"vol", NUMBER}, {"voll", NUMBER},
};

static const char *const italian_starters[] = {
    "a", "ad", "adesso", "agli", "ai", "al", "alcune", "alcuni", "all", "alla", "alle", "allo", "altre",
    "altri", "altro", "anche", "ancora", "c", "che", "chi", "come", "con", "contro", "cosa", "così", "da",
    "dagli", "dai", "dal", "dall", "dalla", "dalle", "degli", "dei", "del", "dell", "della", "delle",
    "dello", "di", "domani", "dopo", "dove", "dunque", "durante", "e", "ed", "egli", "ella", "era", "erano",
    "essa", "essi", "esso", "forse", "fra", "fu", "furono", "già", "gli", "ha", "hanno", "i", "ieri", "il",
    "in", "infatti", "inoltre", "io", "l", "la", "le", "lei", "lo", "loro", "lui", "là", "lì", "ma", "mai",
    "meno", "mentre", "mia", "mio", "molte", "molti", "negli", "nei", "nel", "nell", "nella", "nelle",
    "nello", "no", "noi", "non", "nostra", "nostro", "o", "oggi", "ogni", "ora", "per", "perché", "però",
    "più", "poi", "prima", "quale", "quali", "quando", "quanto", "quella", "quelle", "quelli", "quello",
    "questa", "queste", "questi", "questo", "qui", "quindi", "se", "secondo", "sempre", "senza", "si",
    "solo", "sono", "su", "sua", "sue", "sui", "sul", "sulla", "sulle", "suo", "suoi", "sì", "tra", "tu",
    "tuttavia", "tutte", "tutti", "tutto", "un", "una", "uno", "voi", "è",
};

static const char *const italian_credits[] = {
    "crediti", "credito", "fonte", "fonti", "foto", "illustrazione", "immagine",
};

static const char *const italian_labels[] = {
    "fig", "figura", "grafico", "mappa", "riquadro", "tab", "tabella",
};

/* -------------------------------------------------------------------------------------------------- dutch */

static const abbreviation dutch_abbreviations[] = {
    {"-str", NUMBER}, {"a.d.h.v", INNER}, {"a.s", MAYBE}, {"afb", NUMBER}, {"apr", NUMBER}, {"art", NUMBER},
    {"aug", NUMBER}, {"b.v", MAYBE}, {"bd", NUMBER}, {"bijv", INNER}, {"blz", NUMBER}, {"bv", INNER},
    {"ca", INNER}, {"cm", UNIT}, {"corp", MAYBE}, {"d.w.z", INNER}, {"dec", NUMBER}, {"dhr", TITLE},
    {"dr", TITLE}, {"drs", TITLE}, {"ds", TITLE}, {"e.a", MAYBE}, {"e.d", LAST}, {"e.v", MAYBE},
    {"eeuw", MAYBE}, {"enz", LAST}, {"etc", LAST}, {"excl", INNER}, {"feb", NUMBER}, {"fig", NUMBER},
    {"gebr", TITLE}, {"h.m", TITLE}, {"hfst", NUMBER}, {"i.p.v", INNER}, {"i.s.m", INNER}, {"i.t.t", INNER},
    {"i.v.m", INNER}, {"inc", MAYBE}, {"incl", INNER}, {"ing", TITLE}, {"ir", TITLE}, {"jan", NUMBER},
    {"jl", MAYBE}, {"jr", MAYBE}, {"jul", NUMBER}, {"jun", NUMBER}, {"kg", UNIT}, {"km", UNIT},
    {"lid", NUMBER}, {"ltd", MAYBE}, {"m.b.t", INNER}, {"m.i.v", INNER}, {"m.n", INNER}, {"max", INNER},
    {"mej", TITLE}, {"mevr", TITLE}, {"min", INNER}, {"mld", MAYBE}, {"mln", MAYBE}, {"mr", TITLE},
    {"mrt", NUMBER}, {"mw", TITLE}, {"n.a.v", INNER}, {"n.chr", MAYBE}, {"n.v", MAYBE}, {"nov", NUMBER},
    {"nr", NUMBER}, {"nrs", NUMBER}, {"n°", NUMBER}, {"o.a", INNER}, {"okt", NUMBER}, {"ong", INNER},
    {"p", NUMBER}, {"pag", NUMBER}, {"plm", INNER}, {"pp", NUMBER}, {"prof", TITLE}, {"resp", INNER},
    {"sec", UNIT}, {"sept", NUMBER}, {"sr", TITLE}, {"st", MAYBE}, {"str", MAYBE}, {"t.a.v", INNER},
    {"t.g.v", INNER}, {"t.o.v", INNER}, {"tel", NUMBER}, {"v.chr", MAYBE}, {"vgl", INNER}, {"z.k.h", TITLE},
    {"zgn", INNER}, {"zr", TITLE},
};

static const char *const dutch_starters[] = {
    "aan", "al", "alle", "alleen", "alles", "als", "andere", "beide", "bij", "bovendien", "daar", "daarbij",
    "daarna", "daarom", "dat", "de", "deze", "die", "dit", "door", "dus", "echter", "een", "eerst", "en",
    "er", "geen", "gisteren", "haar", "had", "hadden", "hebben", "heeft", "het", "hier", "hij", "hoe",
    "hoewel", "hun", "iedereen", "ik", "in", "inmiddels", "is", "ja", "je", "jij", "jouw", "jullie", "kan",
    "kunnen", "later", "maar", "men", "met", "mijn", "moet", "moeten", "morgen", "na", "naar", "nee",
    "niemand", "niet", "niets", "nog", "nu", "of", "om", "omdat", "ondanks", "onder", "ons", "onze", "ook",
    "op", "over", "s", "sinds", "sindsdien", "sommige", "sommigen", "t", "tegen", "ten", "ter", "terwijl",
    "tijdens", "toen", "tot", "tussen", "u", "uit", "van", "vanaf", "vandaag", "veel", "volgend", "volgens",
    "voor", "waar", "waarom", "wanneer", "want", "waren", "was", "wat", "we", "welk", "welke", "werd",
    "werden", "wie", "wij", "worden", "wordt", "zal", "ze", "zij", "zijn", "zo", "zonder", "zou", "zulke",
};

static const char *const dutch_credits[] = {
    "afbeelding", "beeld", "bron", "bronnen", "foto", "illustratie",
};

static const char *const dutch_labels[] = {
    "afbeelding", "fig", "figuur", "kaart", "kader", "tabel",
};

/* --------------------------------------------------------------------------------------------- portuguese */

static const abbreviation portuguese_abbreviations[] = {
    {"a.c", MAYBE}, {"abr", NUMBER}, {"ago", NUMBER}, {"aprox", INNER}, {"arq", TITLE}, {"art", NUMBER},
    {"arts", NUMBER}, {"av", MAYBE}, {"ca", INNER}, {"cap", TITLE}, {"cel", TITLE}, {"cf", INNER},
    {"cia", MAYBE}, {"cm", UNIT}, {"corp", MAYBE}, {"d", TITLE}, {"d.c", MAYBE}, {"dez", NUMBER},
    {"dom", TITLE}, {"dr", TITLE}, {"dra", TITLE}, {"dras", TITLE}, {"drs", TITLE}, {"e.u.a", MAYBE},
    {"ed", MAYBE}, {"eng", TITLE}, {"engª", TITLE}, {"etc", LAST}, {"ex", INNER}, {"exma", TITLE},
    {"exmo", TITLE}, {"fev", NUMBER}, {"fig", NUMBER}, {"fl", NUMBER}, {"fls", NUMBER}, {"fr", TITLE},
    {"gen", TITLE}, {"ilmo", TITLE}, {"inc", MAYBE}, {"jan", NUMBER}, {"jr", MAYBE}, {"jul", NUMBER},
    {"jun", NUMBER}, {"kg", UNIT}, {"km", UNIT}, {"ltda", MAYBE}, {"mai", WORD}, {"maj", TITLE},
    {"mar", WORD}, {"min", UNIT}, {"máx", INNER}, {"mín", INNER}, {"n", NUMBER}, {"n.º", NUMBER},
    {"nov", NUMBER}, {"n°", NUMBER}, {"nº", NUMBER}, {"núm", NUMBER}, {"out", WORD}, {"p", NUMBER},
    {"p.ex", INNER}, {"pe", TITLE}, {"pp", NUMBER}, {"prof", TITLE}, {"profa", TITLE}, {"profs", TITLE},
    {"pág", NUMBER}, {"págs", NUMBER}, {"s.a", MAYBE}, {"seg", UNIT}, {"set", WORD}, {"sr", TITLE},
    {"sra", TITLE}, {"sras", TITLE}, {"srs", TITLE}, {"srta", TITLE}, {"sta", TITLE}, {"sto", TITLE},
    {"tel", NUMBER}, {"ten", TITLE}, {"v.ex", TITLE}, {"v.exa", TITLE}, {"vol", NUMBER}, {"vols", NUMBER},
};

static const char *const portuguese_starters[] = {
    "a", "agora", "ainda", "algumas", "alguns", "ali", "além", "amanhã", "antes", "ao", "aos", "apesar",
    "após", "aquela", "aquele", "aqui", "as", "assim", "até", "cada", "com", "como", "contra", "contudo",
    "da", "das", "de", "depois", "desde", "do", "dos", "durante", "e", "ela", "elas", "ele", "eles", "em",
    "enquanto", "entre", "então", "era", "eram", "essa", "essas", "esse", "esses", "esta", "estas", "este",
    "estes", "está", "estão", "eu", "foi", "foram", "hoje", "houve", "há", "isso", "isto", "já", "lá",
    "mais", "mas", "menos", "meu", "minha", "muitas", "muito", "muitos", "na", "nas", "nenhum", "nessa",
    "nesse", "nesta", "neste", "no", "nos", "nossa", "nosso", "num", "numa", "nunca", "não", "nós", "o",
    "onde", "ontem", "os", "ou", "outra", "outras", "outro", "outros", "para", "pela", "pelas", "pelo",
    "pelos", "por", "porque", "porquê", "porém", "quais", "qual", "quando", "quanto", "que", "quem", "se",
    "segundo", "sem", "sempre", "seu", "seus", "sim", "sobre", "sua", "suas", "são", "só", "talvez",
    "também", "tem", "todas", "todavia", "todo", "todos", "tu", "tudo", "têm", "um", "uma", "umas", "uns",
    "você", "vocês", "à", "às", "é",
};

static const char *const portuguese_credits[] = {
    "crédito", "fonte", "fontes", "foto", "fotografia", "fotos", "ilustração", "imagem",
};

static const char *const portuguese_labels[] = {
    "fig", "figura", "gráfico", "mapa", "quadro", "tabela",
};

/* ------------------------------------------------------------------------------------------------ russian */

static const abbreviation russian_abbreviations[] = {
    {"авг", NUMBER}, {"адм", TITLE}, {"акад", TITLE}, {"англ", INNER}, {"апр", NUMBER}, {"бул", INNER},
    {"в", MAYBE}, {"вв", MAYBE}, {"вкл", MAYBE}, {"вып", NUMBER}, {"г", YEAR}, {"га", MAYBE}, {"гг", MAYBE},
    {"ген", TITLE}, {"гл", NUMBER}, {"гр", TITLE}, {"греч", INNER}, {"дек", NUMBER}, {"дер", INNER},
    {"долл", MAYBE}, {"доц", TITLE}, {"др", MAYBE}, {"и.о", MAYBE}, {"изд", MAYBE}, {"илл", NUMBER},
    {"им", INNER}, {"инж", TITLE}, {"исп", INNER}, {"итал", INNER}, {"июл", NUMBER}, {"июн", NUMBER},
    {"кап", TITLE}, {"кв", NUMBER}, {"кг", MAYBE}, {"кит", INNER}, {"км", MAYBE}, {"коп", MAYBE},
    {"корп", NUMBER}, {"лат", INNER}, {"мар", NUMBER}, {"мин", MAYBE}, {"млн", MAYBE}, {"млрд", MAYBE},
    {"мм", MAYBE}, {"н.э", LAST}, {"наб", INNER}, {"напр", INNER}, {"нем", INNER}, {"ном", NUMBER},
    {"ноя", NUMBER}, {"нояб", NUMBER}, {"обл", MAYBE}, {"оз", INNER}, {"ок", INNER}, {"окт", NUMBER},
    {"пер", INNER}, {"пл", INNER}, {"подп", TITLE}, {"полк", TITLE}, {"пос", INNER}, {"пп", NUMBER},
    {"пр", MAYBE}, {"прим", MAYBE}, {"просп", INNER}, {"проф", TITLE}, {"ред", MAYBE}, {"рис", NUMBER},
    {"род", INNER}, {"руб", MAYBE}, {"рус", INNER}, {"св", TITLE}, {"сек", MAYBE}, {"сен", NUMBER},
    {"сент", NUMBER}, {"см", INNER}, {"сост", MAYBE}, {"ср", INNER}, {"ст", MAYBE}, {"ст.-слав", INNER},
    {"стр", NUMBER}, {"т.д", LAST}, {"т.е", INNER}, {"т.к", INNER}, {"т.н", INNER}, {"т.о", INNER},
    {"т.п", LAST}, {"т.ч", INNER}, {"табл", NUMBER}, {"тел", NUMBER}, {"тов", TITLE}, {"тыс", MAYBE},
    {"ул", INNER}, {"фев", NUMBER}, {"февр", NUMBER}, {"фр", INNER}, {"ч", MAYBE}, {"час", MAYBE},
    {"чел", MAYBE}, {"шт", MAYBE}, {"экз", MAYBE}, {"янв", NUMBER}, {"яп", INNER}, {"№", NUMBER},
};

static const char *const russian_starters[] = {
    "а", "без", "был", "была", "были", "было", "в", "ваш", "ведь", "весь", "вместе", "во", "вот", "впрочем",
    "все", "всё", "вчера", "вы", "где", "да", "два", "для", "до", "другие", "другой", "его", "ее", "если",
    "есть", "еще", "ещё", "её", "же", "за", "завтра", "затем", "зачем", "здесь", "значит", "и", "из", "или",
    "именно", "их", "к", "каждый", "как", "какая", "какой", "ко", "когда", "который", "кроме", "кто",
    "между", "многие", "мой", "моя", "мы", "на", "над", "наконец", "наш", "наша", "не", "некоторые",
    "несмотря", "нет", "ни", "никто", "ничто", "но", "о", "об", "один", "одна", "однако", "он", "она",
    "они", "оно", "от", "перед", "по", "под", "пока", "поскольку", "после", "потом", "потому", "почему",
    "поэтому", "при", "раз", "с", "свой", "сегодня", "сейчас", "сначала", "со", "согласно", "среди", "та",
    "так", "также", "там", "те", "тем", "теперь", "то", "тогда", "тоже", "только", "тот", "три", "тут",
    "ты", "у", "уж", "уже", "хотя", "чем", "через", "что", "чтобы", "эта", "эти", "это", "этого", "этот",
    "я",
};

static const char *const russian_credits[] = {
    "изображение", "иллюстрация", "источник", "фото",
};

static const char *const russian_labels[] = {
    "карта", "рис", "рисунок", "схема", "табл", "таблица",
};

/* ---------------------------------------------------------------------------------------------- ukrainian */

static const abbreviation ukrainian_abbreviations[] = {
    {"адм", TITLE}, {"акад", TITLE}, {"англ", INNER}, {"бер", NUMBER}, {"бл", INNER}, {"бул", INNER},
    {"вер", NUMBER}, {"верес", NUMBER}, {"вид", MAYBE}, {"вип", NUMBER}, {"вул", INNER}, {"га", MAYBE},
    {"ген", TITLE}, {"гл", NUMBER}, {"год", MAYBE}, {"гр", TITLE}, {"грец", INNER}, {"грн", MAYBE},
    {"груд", NUMBER}, {"див", INNER}, {"дол", MAYBE}, {"доц", TITLE}, {"жовт", NUMBER}, {"кв", NUMBER},
    {"квіт", NUMBER}, {"кн", TITLE}, {"коп", MAYBE}, {"корп", NUMBER}, {"лат", INNER}, {"лип", NUMBER},
    {"лист", NUMBER}, {"лют", NUMBER}, {"м", MAYBE}, {"млн", MAYBE}, {"млрд", MAYBE}, {"н.е", LAST},
    {"наб", INNER}, {"напр", INNER}, {"нім", INNER}, {"обл", MAYBE}, {"оз", INNER}, {"пл", INNER},
    {"полк", TITLE}, {"пор", INNER}, {"пп", NUMBER}, {"прим", MAYBE}, {"пров", INNER}, {"просп", INNER},
    {"проф", TITLE}, {"р", YEAR}, {"р.н", INNER}, {"ред", MAYBE}, {"рис", NUMBER}, {"рр", MAYBE},
    {"с", MAYBE}, {"св", TITLE}, {"серп", NUMBER}, {"смт", INNER}, {"ст", MAYBE}, {"стор", NUMBER},
    {"стр", NUMBER}, {"січ", NUMBER}, {"т.д", LAST}, {"т.зв", INNER}, {"т.п", LAST}, {"т.ч", INNER},
    {"табл", NUMBER}, {"тел", NUMBER}, {"тис", MAYBE}, {"тобто", INNER}, {"тов", TITLE}, {"трав", NUMBER},
    {"упоряд", MAYBE}, {"фр", INNER}, {"хв", MAYBE}, {"черв", NUMBER}, {"чол", MAYBE}, {"шт", MAYBE},
    {"іл", NUMBER}, {"ім", INNER}, {"ін", MAYBE}, {"інж", TITLE}, {"ісп", INNER}, {"італ", INNER},
    {"№", NUMBER},
};

static const char *const ukrainian_starters[] = {
    "а", "або", "адже", "але", "багато", "без", "був", "була", "були", "було", "в", "ваш", "вже", "ви",
    "вона", "вони", "воно", "все", "всі", "втім", "вчора", "від", "він", "два", "де", "деякі", "для", "до",
    "з", "за", "завтра", "зараз", "згідно", "зі", "й", "його", "кожен", "коли", "крім", "лише", "ми", "моя",
    "між", "мій", "на", "навіщо", "над", "нарешті", "наш", "наша", "не", "немає", "ні", "ніхто", "ніщо",
    "один", "одна", "однак", "оскільки", "ось", "перед", "по", "поки", "попри", "потім", "при", "про",
    "проте", "під", "після", "разом", "саме", "свій", "серед", "спочатку", "сьогодні", "та", "так", "також",
    "там", "те", "теж", "тепер", "ти", "того", "тоді", "той", "тому", "три", "тут", "ті", "тільки", "у",
    "усі", "хоча", "хто", "це", "цей", "ця", "ці", "через", "чи", "чому", "ще", "що", "щоб", "я", "як",
    "яка", "який", "якщо", "є", "і", "із", "інший", "інші", "їх", "її",
};

static const char *const ukrainian_credits[] = {
    "джерело", "зображення", "фото", "ілюстрація",
};

static const char *const ukrainian_labels[] = {
    "карта", "рис", "рисунок", "схема", "табл", "таблиця",
};

#define COUNT(array) (sizeof (array) / sizeof *(array))
#define LIST(array) {array, COUNT(array)}

const sentence_rules sentence_languages[] = {
    {"english", english_abbreviations, COUNT(english_abbreviations),
     LIST(english_starters), LIST(english_subjects), LIST(english_leads),
     LIST(english_dates), LIST(english_credits), LIST(english_labels), LIST(english_speech), 0},
    {"german", german_abbreviations, COUNT(german_abbreviations),
     LIST(german_starters), {NULL, 0}, LIST(german_leads),
     LIST(german_dates), LIST(german_credits), LIST(german_labels), {NULL, 0}, 1},
    {"french", french_abbreviations, COUNT(french_abbreviations),
     LIST(french_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(french_credits), LIST(french_labels), {NULL, 0}, 0},
    {"spanish", spanish_abbreviations, COUNT(spanish_abbreviations),
     LIST(spanish_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(spanish_credits), LIST(spanish_labels), {NULL, 0}, 0},
    {"italian", italian_abbreviations, COUNT(italian_abbreviations),
     LIST(italian_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(italian_credits), LIST(italian_labels), {NULL, 0}, 0},
    {"dutch", dutch_abbreviations, COUNT(dutch_abbreviations),
     LIST(dutch_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(dutch_credits), LIST(dutch_labels), {NULL, 0}, 0},
    {"portuguese", portuguese_abbreviations, COUNT(portuguese_abbreviations),
     LIST(portuguese_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(portuguese_credits), LIST(portuguese_labels), {NULL, 0}, 0},
    {"russian", russian_abbreviations, COUNT(russian_abbreviations),
     LIST(russian_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(russian_credits), LIST(russian_labels), {NULL, 0}, 0},
    {"ukrainian", ukrainian_abbreviations, COUNT(ukrainian_abbreviations),
     LIST(ukrainian_starters), {NULL, 0}, {NULL, 0},
     {NULL, 0}, LIST(ukrainian_credits), LIST(ukrainian_labels), {NULL, 0}, 0},
};

const size_t sentence_language_count = COUNT(sentence_languages);
