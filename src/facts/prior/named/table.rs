//! The cues of earlier treatments by name.

use super::{Place, Says};
use crate::facts::cues::Cue;

const fn cue(stems: &'static str, pattern: &'static str, place: Place, failed: bool) -> Cue<Says> {
    Cue { stems, pattern, meaning: Says { place, failed } }
}

pub(super) const TABLE: &[Cue<Says>] = &[
    // Examples of something counted.
    cue(
        "including|such as|among them|darunter|einschließlich|unter anderem",
        r"\b(?:drugs|therapies|treatments|medications|lines(?: of (?:therapy|treatment))?|immunosuppressants|agents|regimens|biologics|medikament\w*|[a-zäöü]*therapien|behandlungen|wirkstoffe?n?|präparate?n?|immunsuppressiva|biologika)\b[^.;:]{0,40}?[,(]? ?(?:including|such as|among them|darunter|einschließlich|unter anderem)\b",
        Place::Examples,
        false,
    ),
    // What went on or came back under it.
    cue(
        "despite|trotz",
        r"\b(?:progress\w*|active|persist\w*|relaps\w*|worsen\w*|uncontrolled|flares?|inadequate\w*|refractory|deteriorat\w*|fortschr\w*|aktiv\w*|verschlechter\w*|rezidiv\w*|schübe\w*)\b[^.;]{0,40}\b(?:despite|trotz)(?: (?:prior |previous |ongoing |intensive |aggressive )?(?:treatment|therapy|behandlung|therapie)(?: with| mit)?)?",
        Place::Behind,
        true,
    ),
    cue(
        "progressed|had relapsed|relapsing|who relapse",
        r"\b(?:(?:had|have|has|having) (?:all |each |also )?progressed (?:on|under|despite|through|after|following)|(?:had|have|has) relapsed (?:after|following|on|under)|who (?:have |had )?relapsed? (?:after|following|on)|relapsing (?:after|on|under))\b",
        Place::Behind,
        true,
    ),
    // What did not help.
    cue(
        "refractory to|resistant to|unresponsive to|not respond|no response to|failed |failing|failure of|failure with|failure to",
        r"\b(?:refractory to|resistant to|unresponsive to|(?:did|had|does|has|have) not respond(?:ed)? (?:adequately |sufficiently |clinically )?to|no response to|fail(?:ed|ure|ing) to (?:improve|respond) (?:with|on|under|to|despite|after)|failed (?:treatment with |therapy with |on )?|failing|(?:after |following )?failure (?:of|with))\b",
        Place::Behind,
        true,
    ),
    cue(
        "not improve|not benefit|no improvement|no benefit|no lasting|no sustained|no sufficient|no clear|no clinical|no relevant",
        r"\b(?:did|had|has|have) not (?:improved?|benefit(?:ed|ted)?)(?: [a-z]+ly)? (?:with|on|under|from|despite|after)\b|\bno (?:lasting |sustained |sufficient |clear |clinical |relevant )?(?:improvement|benefit) (?:with|on|under|from|after|despite)\b",
        Place::Behind,
        true,
    ),
    cue(
        "refra|versag|anges|ansprech|erfolglos|resistent",
        r"\b(?:refraktär|resistent) (?:auf|gegen(?:über)?|zu)\b|\b(?:nach )?(?:dem )?(?:therapie)?versagen (?:von|der|des|einer)\b|\bnicht auf\b|\berfolglos(?:e[rn]?)? (?:behandlung |therapie |mit |vorbehandelt )*mit\b|\b(?:kein(?:e|em)?|ohne|fehlende[nms]?) (?:ausreichende[sn]? )?ansprechen auf\b|\bnichtansprechen auf\b",
        Place::Behind,
        true,
    ),
    cue(
        "besserung|besserte|verschlechter|fortschr|progre",
        r"\b(?:unter|trotz|mit|nach|auf)(?P<list> [^.;:]{3,120}?)\b(?:(?:kam es|zeigte sich|trat|war|ließ sich|wurde|ergab sich)[^.;,]{0,25} (?:zu )?(?:nur |lediglich )?(?:k?eine[rn]?|nur) (?:geringe[nr]?|vorübergehende[nr]?|kurzzeitige[nr]?|ausreichende[nr]?|wesentliche[nr]?|anhaltende[nr]?|klinische[nr]?|deutliche[nr]? )? ?besserung|(?:besserte|besserten)[^.;,]{0,40} (?:nicht|kaum|nur vorübergehend)|(?:verschlechterte|verschlechterten) sich|(?:schritt|schreitet)[^.;,]{0,30} fort)\b",
        Place::Inside,
        true,
    ),
    cue(
        "keine besserung|kein effekt|keine wirkung|ohne besserung|ohne erfolg|ohne effekt|ohne wirkung|ohne ansprechen",
        r"\b(?:unter|mit|auf)(?P<list> [^.;:]{3,120}?)\b(?:keine? (?:wesentliche |klinische |ausreichende )?(?:besserung|effekt|wirkung)|ohne (?:wesentliche[nr]? |ausreichende[ns]? )?(?:besserung|erfolg|effekt|wirkung|ansprechen))\b",
        Place::Inside,
        true,
    ),
    cue(
        "angesprochen|ansprach|sprach|refraktär|resistent",
        r"\b(?:auf|gegen|gegenüber|zu)(?P<list> [^.;:]{3,120}?)\b(?:nicht (?:mehr |ausreichend |ansprach|angesprochen)|nicht an|refraktär|resistent)\b",
        Place::Inside,
        true,
    ),
    // What was not enough, in the verb of the clause.
    cue(
        "aufgehalten|aufhalten|verhindert|verhindern|gestoppt|ausgereicht|gereicht|gebremst|angeschlagen|genügt",
        r" (?:hatten?|konnten?|haben|hat)\b[^.;:,]{0,60}\b(?:nicht (?:dauerhaft |mehr |ausreichend |lange )?(?:aufgehalten|aufhalten|verhindert|verhindern|gestoppt|ausgereicht|gereicht|gebremst|angeschlagen|genügt))\b| verhinderten? (?:keinen?|nicht)\b",
        Place::Ahead,
        true,
    ),
    cue("vertrug", r"\bvertrug(?:en)?(?P<list> [^.;:,]{3,60}?) nicht\b", Place::Inside, true),
    cue(
        "halfen|half ",
        r"\bhalf(?:en)? (?:ihm |ihr |ihnen |dem mann |der frau |dem patienten |der patientin )?weder\b",
        Place::Behind,
        true,
    ),
    // What somebody still had under it.
    cue(
        "despite|trotz",
        r"\b(?:had|has|have|suffer\w*|experience\w*|hatten?|litt\w*|leidet|leiden)\b[^.;]{3,80}\b(?:despite|trotz)\b",
        Place::Behind,
        true,
    ),
    // What was given up.
    cue(
        "versag|wirkungslos|erfolglos|half|wirkte|ohne erfolg|fehlende|mangelnde|unzureichende",
        r" (?:(?:hatten?|haben) (?:nicht geholfen|versagt|keine wirkung)|versagten?|(?:war|waren|blieb|blieben) (?:[a-zäöüß]+ )?(?:wirkungslos|erfolglos|ohne (?:erfolg|wirkung|effekt))|(?:half|halfen|wirkten?) nicht|wurden?[^.;]{0,50} wegen (?:fehlende[rn]?|mangelnde[rn]?|unzureichende[rn]?) (?:wirkung|wirksamkeit|ansprechens?)[^.;]{0,20} (?:beendet|abgesetzt|abgebrochen|umgestellt))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "failed|ineffective|no effect|without effect|lack of|no improvement|without success|unsuccessful|inefficacy",
        r" (?:(?:had |have |all |both )+failed|(?:was|were|proved|proved to be|had been) (?:all |both )?(?:ineffective|unsuccessful|without (?:effect|success|benefit))|(?:had|brought|produced|led to|resulted in) (?:no|little) (?:effect|improvement|response)|(?:was|were|had been)[^.;]{0,40} (?:discontinued|stopped|abandoned|withdrawn) (?:because of|owing to|due to|for) (?:lack|loss|absence) of (?:effect|efficacy|response|benefit))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "half |halfen |wirkte |wirkten |brachte",
        r" (?:(?:half|halfen|wirkten?) (?:jeweils |immer |auch )?(?:nur|kaum|lediglich|wenig)|brachten? (?:ebenfalls |auch |jeweils )?(?:kaum|nur|lediglich|keinen?)(?: [a-zäöüß]+){0,2} (?:wende|besserung|linderung|wirkung|effekt|erfolg|ansprechen|remission))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "weder |neither ",
        r"\bweder(?P<list> [^.;:]{3,90}?) (?:hatten?|brachten?|zeigten?|führten?|half|halfen|wirkten?)\b[^.;]{0,60}\b(?:erfolg|wirkung|besserung|ansprechen|linderung|effekt|geholfen|remission)\b|\bneither(?P<w2> [^.;:]{3,90}?) (?:(?:had|brought|produced|led to|resulted in|induced)[^.;]{0,40} (?:effect|improvement|response|remission|benefit)|(?:helped|worked|controlled))\b",
        Place::Inside,
        true,
    ),
    cue(
        "little effect|no lasting|only transient|transient effect|transient improvement|of only",
        r" (?:had|brought|produced|gave|led to) (?:only )?(?:little|no lasting|(?:an? )?(?:transient|brief|short-lived|partial|modest)) (?:effect|improvement|response|remission|benefit)s?(?: of only)?\b",
        Place::Ahead,
        true,
    ),
    // What was changed for something else, or had to end before.
    cue(
        "switched|changed from|replaced|umgestellt|ersetzt",
        r"\b(?:switched|changed|converted) from\b",
        Place::Behind,
        false,
    ),
    cue(
        "replaced|ersetzt",
        r" (?:was|were|had been|wurden?) (?:then |later |subsequently |dann |später |schließlich )?(?:replaced (?:by|with)|durch [^.;,]{3,60} ersetzt)\b",
        Place::Ahead,
        false,
    ),
    cue(
        "umgestellt|umstellung|wechsel",
        r"\bvon(?P<list> [^.;:,]{3,60}?) auf [^.;:,]{3,60}? (?:umgestellt|gewechselt)\b|\b(?:umstellung|wechsel) von(?P<w2> [^.;:,]{3,60}?) auf\b",
        Place::Inside,
        false,
    ),
    cue(
        "before|prior to",
        r"\b(?:stop|stopped|discontinue|discontinued|withdraw|pause|paused) (?P<list>[^.;:]{3,70}?) (?:[^.;,]{1,25} )?(?:before|prior to) (?:the |their |study |first )*(?:infusion|screening|enrol\w+|randomi[sz]ation|transplant\w*|treatment|dose|dosing|injection|entry)\b",
        Place::Inside,
        false,
    ),
    cue(
        "before|prior to",
        r" (?:had to be|was|were|had been|must be) (?:discontinued|stopped|withdrawn|paused)[^.;,]{0,30} (?:before|prior to)\b",
        Place::Ahead,
        false,
    ),
    // What came before.
    cue(
        "treated with|treatment with|treatment included|received|undergone|therapy with|exposure to|exposed to|first-line|initial",
        r"\b(?:previous(?:ly)?|prior|earlier|pre-?)\W?(?:treated with|treatment with|therapy with|treatment included|received|undergone|exposure to|exposed to)\b|\bpre-?treated with\b|\bhad (?:previously |already |also |all |earlier |formerly |each )+(?:received|been treated with|undergone|been given|been exposed to)\b|\bhad been treated (?:elsewhere |initially |previously |unsuccessfully )?with\b|\b(?:he|she|the (?:patient|boy|girl|man|woman|child)) had (?:undergone|received)\b|\bthe patient,[^.;]{3,100}, had undergone\b|\b(?:initially|at first) (?:been )?treated with\b|\b(?:initial|first-line|second-line) (?:treatment|therapy) (?:with|had been|included|consisted of|was)\b",
        Place::Behind,
        false,
    ),
    cue(
        "prior|previous|vorherige|vorangegangene",
        r"\b(?:prior|previous|vorherige[rnms]?|vorangegangene[rnms]?)\b",
        Place::Next,
        false,
    ),
    cue("had been exposed", r"\bhad been exposed to\b", Place::Behind, false),
    cue("versuchte|probierte", r"\b(?:versuchten?|probierten?)\b[^.;:]{0,40} mit\b", Place::Behind, false),
    cue(
        "behandelt worden",
        r"\bwar(?:en)?\b[^.;:]{0,100}?\bmit(?P<list> [^.;:]{3,110}?) (?:vor)?behandelt worden\b",
        Place::Inside,
        false,
    ),
    cue(
        "years on|months on|had been on|had been taking",
        r"\b(?:(?:had spent|spent|after) [^.;,]{2,30}(?:years|months) on|had been (?:on|taking|maintained on))\b",
        Place::Behind,
        false,
    ),
    cue(
        "had been tried|were tried|was tried|had been attempted|behind them|behind her|behind him",
        r" (?:had (?:all |both |also )?been (?:tried|attempted)|(?:was|were) tried|behind (?:them|her|him))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "behandelt|vortherapie|vorbehandlung|therapie mit|linie",
        r"\bvortherapien?(?::| mit| waren| umfassten?)|\bvorbehandlung(?:en)?(?::| mit| waren| umfassten?)|\bvorbehandelt mit\b|\b(?:zuvor|bereits|vorher|zunächst|initial|anfangs) mit\b|\b(?:erst|zweit)linientherapie mit\b",
        Place::Behind,
        false,
    ),
    cue(
        "erhalten|bekommen|behandelt|hinter sich|versucht|durchgemacht|unterzogen",
        r"\b(?:zuvor|vorher|bereits|schon|früher|zudem|außerdem|auch|erfolglos|vergeblich)\b(?P<list> [^.;:]{3,110}?) (?:erhalten|bekommen|vorbehandelt|hinter sich|versucht|ausprobiert|durchgemacht|unterzogen)\b|\bhatten?(?P<w2> [^.;:]{3,110}?) hinter sich\b",
        Place::Inside,
        false,
    ),
    cue(
        "begun with|started with|initiated with|commenced with|begun on|begonnen|eingeleitet",
        r"\b(?:treatment|therapy|immunosuppression)\b[^.;]{0,60} (?:begun|started|initiated|commenced) with\b",
        Place::Begun,
        false,
    ),
    cue(
        "came back|returned|relapsed|recurred|progressed|kam zurück|kehrte zurück",
        r"\b(?P<list>[^.;:]{3,80}), (?:but|yet|doch|aber) (?:then )?(?:the |his |her |der |die |das )?(?:cancer|disease|leuk[a]?emia|tumou?r|lymphoma|myeloma|krebs|leukämie|krankheit|tumor|erkrankung|lymphom|myelom) (?:then |later |soon |had )?(?:came back|returned|relapsed|recurred|progressed|kam zurück|kehrte zurück)\b",
        Place::Inside,
        true,
    ),
    cue(
        "autologe|erfolglose|vergebliche|autologous|unsuccessful|failed",
        r"\b(?:nach|after) (?:zwei|drei|vier|fünf|mehreren|zahlreichen|two|three|four|several) (?:autologen|erfolglosen|vergeblichen|autologous|unsuccessful|failed)",
        Place::Behind,
        false,
    ),
    // What did not control the disease, helped for a while or had to be given up.
    cue(
        "did not|didn't|didn’t|had not|hadn't|hadn’t|could not|couldn't|couldn’t|failed to",
        r" (?:(?:had not|hadn['’]t|could not|couldn['’]t) (?:[a-z]+ ){0,2}?(?:controll?(?:ed)?|helped|help|worked|sufficed?|halt(?:ed)?|stop(?:ped)?|prevent(?:ed)?|slow(?:ed)?|held|hold|tamed?)|(?:did not|didn['’]t) (?:[a-z]+ ){0,1}?(?:control|help|work|suffice|hold)|failed to control)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "nur vorüber|nur kurz|nur teilweise|nur wenig|nur für|nur begrenzt|lediglich",
        r" (?:half|halfen|wirkten?|linderten?|besserten?|milderten?|dämpften?|brachten?|unterdrückten?|stoppten?) [^.;,]{0,50}?(?:nur|lediglich) (?:vorübergehend|kurz|kurzzeitig|kurzfristig|teilweise|wenig|für|begrenzt)\w*",
        Place::Ahead,
        true,
    ),
    cue(
        "helped|worked|held ",
        r" (?:helped|worked|held) (?:(?:him|her|them|it|the disease) )?(?:(?:for|at first|initially|only|briefly|a little)\b[^.;]{0,50}?(?:, (?:but|then|until)|\bbefore\b|\bbut\b|\bthen\b|$|\.)|briefly\b)",
        Place::Ahead,
        true,
    ),
    cue(
        "half |halfen |wirkte |wirkten ",
        r" (?:half|halfen|wirkten?) [^.;,]{3,50}, (?:dann|danach|doch|aber|bis|bevor)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "abgebrochen|abgesetzt|had to be",
        r" (?:musste|mussten) [^.;]{0,90}? (?:abgebrochen|abgesetzt) werden\b| had to be (?:stopped|discontinued|withdrawn|abandoned)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "to which",
        r",? (?:to|on) which (?:she|he|it|they|the [a-z]+) (?:had |initially |at first )*(?:responded|did not respond|progressed|relapsed)\b",
        Place::Ahead,
        false,
    ),
    cue(
        "none of which|none of these|none of them|without success|without effect|without benefit|without lasting|with little|with no ",
        r"\b(?:treated with|received|given|tried)(?P<list> [^.;:]{3,190}?),? (?:none of (?:which|these|them)|(?:without|with little|with no) (?:lasting |any |much |clear |sustained |clinical )*(?:success|effect|benefit|response|improvement))\b",
        Place::Inside,
        true,
    ),
    cue(
        "wechsel auf|umstellung auf|switch to|switching to|change to|changing to",
        r"\b(?:wechsel|umstellung) auf(?P<list> [^.;:]{3,60}?) (?:brachten?|half|führte|zeigte|blieb|war)\b[^.;]{0,50}?\b(?:nicht|kein\w*|nur|ohne|wirkungslos|erfolglos|wenig)\b|\b(?:switch|switching|change|changing) to(?P<w2> [^.;:]{3,60}?) (?:brought|did|had|gave|led to|made|proved|was) (?:no|not|little|only|ineffective|futile)\b",
        Place::Inside,
        true,
    ),
    cue(
        "geholfen|gewirkt|angeschlagen",
        r"\bhatten?(?P<list> [^.;:]{3,120}?) (?:nur|kaum|nicht|lediglich|wenig)(?: [a-zäöüß]+){0,2} (?:geholfen|gewirkt|angeschlagen)\b",
        Place::Inside,
        true,
    ),
    cue(
        "zu schüben|zu neuen|zu einem schub|zum rezidiv|zum progress|zu rückfällen|zu rezidiven|zu einem rezidiv|zu einem rückfall|zu einer verschlechterung|zu weiteren",
        r"\b(?:unter|trotz)(?P<list> [^.;:]{3,90}?) kam es [^.;:]{0,50}?zu[mr]? (?:[a-zäöüß]+ ){0,2}(?:schüben|schub|rezidiv|rezidiven|progress|rückfall|rückfällen|verschlechterung|krisen|anfällen)\b",
        Place::UntitledInside,
        true,
    ),
    cue(
        "setzte ",
        r" setzte (?:sie|er|man|(?:der|die|das) [a-zäöüß]+) (?:wegen|aufgrund|nach) [^.;:]{3,60}? ab\b",
        Place::Ahead,
        true,
    ),
    cue("cycled through|gone through|went through", r"\b(?:cycled|gone|went) through\b", Place::Behind, false),
    cue(
        "only partly|only briefly|only partially|only little|only a little|only temporarily|only transiently",
        r" (?:had )?(?:controlled|helped|eased|improved|relieved) [^.;,]{0,40}only (?:partly|briefly|partially|a little|little|temporarily|transiently)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "behandelt, ohne|behandelt ohne|therapiert, ohne|behandelt, doch|behandelt, aber|behandelt, jedoch|behandelt, allerdings",
        r"\bmit(?P<list> [^.;:]{3,120}?) (?:behandelt|therapiert),? (?:ohne|doch|aber|jedoch|allerdings)\b",
        Place::Inside,
        true,
    ),
    cue(
        "this failed|that failed|it failed|these failed",
        r"\b(?:started|begun|treated|begun treatment) (?:with|on)(?P<list> [^.;:]{3,60}?)[;,] (?:when|after|but|as|and when) (?:this|that|it|these) failed\b",
        Place::Inside,
        true,
    ),
    cue(
        "difference|no better|nothing",
        r" (?:made (?:little|no) (?:real )?difference|(?:was|were|proved) no better|brought (?:nothing|no (?:relief|benefit|change))|did nothing)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "brachte|änderte",
        r" (?:brachten? (?:nichts|keine (?:linderung|änderung|besserung))|änderten? (?:daran )?(?:nichts|wenig))\b",
        Place::Ahead,
        true,
    ),
    cue(
        ", but|, yet|, doch|, aber",
        r" (?:dampened|suppressed|quelled|calmed|tamed|held|slowed|dämpfte|unterdrückte|linderte|bremste)n? [^.;,]{3,40}, (?:but|yet|doch|aber)\b",
        Place::Ahead,
        true,
    ),
    cue(
        "relapsed|progressed|worsened|rezidiv|rückfall",
        r"\b(?:infusions?|courses?|cycles?|doses?|gaben|infusionen|zyklen) (?:of|von|mit)(?P<list> [^.;:]{3,110}?), (?:but|yet|doch|aber) (?:then )?(?:he|she|they|er|sie|the patient) (?:then |later |soon |had )?(?:relapsed|progressed|worsened|erlitt[^.;,]{0,30}(?:rezidiv|rückfall))\b",
        Place::Inside,
        false,
    ),
    cue(
        "refractory|relapsed|relapsing|refraktäre|rezidivierte",
        r"\b(?:for|in|bei|of) [^.;:]{0,40}?(?:refractory|relapsed|relapsing|refraktäre[rmn]?|rezidivierte[rmn]?) [^.;:]{3,60}? (?:after|nach)(?: failure of)?\b",
        Place::Behind,
        false,
    ),
    // What was given first, elsewhere, or to so many of them.
    cue(
        "treated elsewhere|treated there|treated abroad|treated locally|treated at another|treated in another",
        r"\b(?:was|were|been) treated (?:elsewhere|there|abroad|locally|(?:at|in) another [a-z]+) with\b",
        Place::Behind,
        false,
    ),
    cue(
        "auswärts|dort mit|heimatnah|anderswo",
        r"\b(?:wurde|wurden|worden) (?:er |sie )?(?:auswärts|dort|heimatnah|anderswo)(?: zunächst)? mit\b",
        Place::Behind,
        false,
    ),
    cue(
        "induced|induction|induktion",
        r"\b(?:was|were) induced (?:in [a-z]+ [0-9]{4} |initially )?with\b|\binduction (?:chemotherapy |therapy |treatment |immunosuppression )?(?:with|consisted of|comprised|was)\b|\binduktion(?:stherapie|sbehandlung|schemotherapie)? (?:mit|bestand aus)\b",
        Place::Begun,
        false,
    ),
    cue(
        "consolidated with|consolidation with|consolidation with|maintained with|maintained on|konsolidierung mit|konsolidierung durch|erhaltung mit|maintenance with",
        r"\b(?:consolidat(?:ed|ion)|maint(?:ained|enance)) (?:with|on)\b|\b(?:konsolidierung|erhaltung) (?:mit|durch)\b",
        Place::Begun,
        false,
    ),
    cue(
        "konsolidiert|eingeleitet|begonnen",
        r"\bmit(?P<list> [^.;:]{3,150}?) (?:konsolidierten?|konsolidiert|eingeleitet|begonnen)\b",
        Place::BegunInside,
        false,
    ),
    cue(
        "cycle of|cycles of|course of|courses of",
        r"\bafter (?:the |a |an )?(?:[a-z0-9]+ ){0,2}?(?:cycles?|courses?) of(?P<list> [^.;:]{3,90}?)\b(?:relapsed|progressed|recurred|relapse|progression)\b",
        Place::Inside,
        false,
    ),
    cue(
        "had received|had undergone|had been through|had been given|had taken|had used|had tried|had already|had each|had also",
        r"\b(?:[0-9]+|\N|all|most|half|both|one|many|several|another|others|who)(?: \([0-9.,]+ ?%\))?(?: of (?:them|the (?:\N )?[a-z]+))? had (?:already |each |also )?(?:received|undergone|been through|been given|taken|used|tried)\b",
        Place::Untitled,
        false,
    ),
    cue(
        "erhalten|bekommen|durchlaufen|hinter sich",
        r"\b(?:alle|beide|die meisten|viele|mehrere|\N|[0-9]+|sie|er)(?: [a-zäöüß]+){0,2} hatten?(?P<list> [^.;:]{3,190}?) (?:erhalten|bekommen|durchlaufen|hinter sich)\b|\bhatten? (?:alle|beide|die meisten|sie|er)(?P<w2> [^.;:]{3,190}?) (?:erhalten|bekommen|durchlaufen|hinter sich)\b",
        Place::UntitledInside,
        false,
    ),
    cue(
        "bekam er|bekam sie|erhielt er|erhielt sie|nahm er|nahm sie|bekam der|bekam die|bekam das|erhielt der|erhielt die|erhielt das",
        r"\b(?:bekam|erhielt|nahm) (?:er|sie|(?:der|die|das) [a-zäöüß]+) (?:(?:jahrelang|monatelang|lange zeit|regelmäßig|täglich|wöchentlich|monatlich|zunächst|anfangs|früher)|alle [a-zäöü0-9]+ (?:tage|wochen|monate)|über [^.;,]{3,20} (?:monate|jahre))\b",
        Place::Begun,
        false,
    ),
    // It did not help, says the next sentence.
    cue(
        "despite|trotz|dennoch|darunter|hierunter|nevertheless|no improvement|without improvement",
        r"\b(?:despite (?:this|these|that)\b|despite treatment\b|nevertheless, |trotzdem\b|trotz dessen\b|trotz dieser\b|dennoch\b|darunter\b|hierunter\b|unter dieser (?:therapie|behandlung)\b|there was no (?:improvement|response)\b|without improvement\b)[^.;]{0,90}\b(?:deteriorat\w+|worsen\w*|progress\w*|persist\w*|declin\w+|no (?:improvement|response)|did not (?:improve|respond)|required|needed|relaps\w+|verschlechter\w*|fortschr\w*|keine[rn]? (?:wesentliche[rn]? )?besserung|nicht|rezidiv\w*|wurde)\b|\bthere was no (?:improvement|response)\b",
        Place::SentenceBefore,
        true,
    ),
];
