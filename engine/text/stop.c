/* stop.c: the words of each language that say nothing of a text's subject.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Function words only (articles, pronouns, prepositions, conjunctions, auxiliary verbs): a word that could be the
 * subject of a question is not here.  Without apostrophes, as normal forms are.
 */
#include "engine/text/stop.h"

#include <string.h>

static const struct {
    const char *lang;
    const char *words;
} lists[] = {
    {"danish", "af alle at da de dem den der deres det dig din disse du efter eller en er et for fra ham han har havde "
               "hendes her hos hun hvad hvis hvor i ikke ind jeg jer kan kunne man med mig min mod ned noget når og "
               "også om op os over på sin skal skulle som så til ud under var vi vil være "},
    {"dutch", "aan al als bij daar dan dat de der deze die dit door dus een en er ge had heb hebben heeft hem het hier "
              "hij hoe hun ik in is je kan kon maar me men met mij mijn na naar niet nog nu of om onder ons ook op "
              "over te tot uit van veel voor want was wat we wel werd wie wij worden wordt zal ze zich zij zijn zo "
              "zou "},
    {"english", "a about am an and are as at be been being but by can could did do does doing for from had has have "
                "having he her hers him his how i if in into is it its itself me my myself of on or our ours she "
                "should so such than that the their theirs them then there these they this those to us was we were "
                "what when where which who whom whose why will with would you your yours "},
    {"finnish", "ei eivät en että he hän ja joka jos jotka kanssa kuin kun me mikä minä mutta mukaan ne niin nämä ole "
                "oli olivat on ovat se sekä sen siitä sinä tai tämä vai voi "},
    {"french", "a ai au aux avec c ce ces cet cette d dans de des du elle elles en es est et eu eux il ils j je l la "
               "le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ont ou où par pas pour qu que "
               "qui s sa sans se ses si son sont sur t ta te tes ton tu un une vos votre vous y à été être "},
    {"german", "aber als am an auch auf aus bei bin bis bist da das dass dem den denn der des die dies diese dieser du "
               "durch ein eine einem einen einer eines er es für hat hatte ich ihm ihn ihr im in ist ja mich mir mit "
               "nach nicht noch nur ob oder sein sich sie sind so um und uns unter vom von vor war waren was wenn wer "
               "wie wir wird wurde zu zum zur über "},
    {"italian", "a ad agli ai al alla alle allo anche c che chi ci come con cui d da dagli dai dal dalla dalle degli "
                "dei del della delle dello di e ed era essere fu gli ha hanno i il in io l la le lei li lo loro lui ma "
                "me mi ne negli nei nel nella nelle no noi non o per più quella quello questa questo se sei si sono su "
                "sua sue sui sul sulla suo suoi tra tu un una uno vi voi è "},
    {"norwegian", "av at da de deg dem den der det du eller en er et for fra ha hadde han har hans henne her hun hva "
                  "hvis hvor i ikke inn jeg kan kunne man med meg men min mot når og også om opp oss over på seg sin "
                  "skal skulle som så til under ut var ved vi vil være å "},
    {"portuguese", "a ao aos as com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta "
                   "este eu foi foram há isso isto já lhe mais mas me meu minha na nas nem no nos nossa nosso não o "
                   "os ou para pela pelas pelo pelos por qual quando que quem se sem ser seu seus sua suas são só "
                   "também te tem um uma você à às é "},
    {"russian", "а без бы был была были было быть в вам вас во вот все всего вы где да для до его ее если есть еще же "
                "за и из или им их к как ко когда кто ли мне мы на не него нее ней нет ни них но о об он она они от "
                "по под при с со так также там то того тоже только том ты у уже чего чем что чтобы эта эти это этого "
                "этой этом этот я "},
    {"spanish", "a al algo como con cual cuando de del donde el ella ellas ellos en entre era eran es esa ese esta "
                "este esto está ha han hasta hay la las le les lo los me mi mis más mí ni no nos nosotros o os para "
                "pero por porque que quien se ser si sido sin sobre son su sus sí también te tu tus un una uno unos y "
                "ya yo él "},
    {"swedish", "alla att av de dem den denna deras dess det detta dig din du där då efter ej eller en er ett för från "
                "ha hade han hans har hennes här hon honom hur i in inte jag kan kunde man med men mig min mot ni nu "
                "när och om oss på sig sin ska skulle som så till under upp ut var vi vid vilken vill är över "},
};

const char *stop_words(const char *lang) {
    if (strcmp(lang, "porter") == 0)
        lang = "english";
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].lang, lang) == 0)
            return lists[i].words;
    return "";
}
