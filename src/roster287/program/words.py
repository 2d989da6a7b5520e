"""The Spanish of this part's sentences, and the speaker that knows it.

English is written where it is used, as everywhere in roster287; here is the other language. A gettext catalogue in
`locale/` comes first: what it translates is taken from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from roster287.vocabulary import messages
from roster287.vocabulary.messages import Speaker
from roster287.vocabulary.states import state_name

SPANISH: dict[str, str] = {
    "and": "y",
    "Task Force Model": "Modelo de fuerza de tarea",
    "Jail Enforcement Model": "Modelo de aplicación en cárceles",
    "Warrant Service Officer": "Agente de notificación de órdenes",
    "Tribal Task Force Model": "Modelo de fuerza de tarea tribal",
    "Hybrid Model": "Modelo híbrido",
    # ------------------------------------------------------------------------------------------------- laws
    "bars 287(g) agreements": "impide los acuerdos 287(g)",
    "restricts cooperation with ICE or 287(g) agreements, short of barring them": (
        "restringe la cooperación con ICE o los acuerdos 287(g), sin llegar a impedirlos"
    ),
    "obliges certain agencies to have a 287(g) agreement": "obliga a ciertas agencias a tener un acuerdo 287(g)",
    "obliges certain agencies to seek a 287(g) agreement": "obliga a ciertas agencias a procurar un acuerdo 287(g)",
    "favors 287(g) agreements and obliges no local agency to sign": (
        "favorece los acuerdos 287(g) y no obliga a firmar a ninguna agencia local"
    ),
    "neither requires nor bars 287(g) agreements, as far as was found": (
        "ni exige ni impide los acuerdos 287(g), hasta donde se halló"
    ),
    "could not be placed": "no se pudo clasificar",
    "statute": "ley",
    "executive order": "orden ejecutiva",
    "executive directive": "directiva ejecutiva",
    "act of the governor": "acto de la gobernación",
    "directive of the Attorney General": "directiva de la Fiscalía General",
    "opinion of the Attorney General": "opinión de la Fiscalía General",
    "bill": "proyecto de ley",
    "high confidence": "confianza alta",
    "medium confidence": "confianza media",
    "low confidence": "confianza baja",
    "of a date that was not found": "de fecha que no se halló",
    "an unknown date": "una fecha desconocida",
    "(From a secondary source, not checked against the text itself; {confidence}.)": (
        "(De una fuente secundaria, sin cotejar con el texto mismo; {confidence}.)"
    ),
    "(From the text or its author's own words; {confidence}.)": (
        "(Del texto o de las palabras de su autor; {confidence}.)"
    ),
    "In {state}, {citation} ({instrument}, in force since {since}) {stance}. {summary}": (
        "En {state}, {citation} ({instrument}, vigente desde {since}) {stance}. {summary}"
    ),
    "In {state}, {citation} ({instrument}, {enacted}) {stance}. {summary}": (
        "En {state}, {citation} ({instrument} {enacted}) {stance}. {summary}"
    ),
    "Whether {citation} ({instrument}, {enacted}), which {stance}, was in force in {state} on that day "
    "cannot be "
    "told from the dates that are known.": (
        "No puede saberse por las fechas conocidas si {citation} ({instrument} {enacted}), que "
        "{stance}, estaba vigente ese día en {state}."
    ),
    "Later: {citation} ({instrument}, {enacted}) {stance}.": ("Después: {citation} ({instrument} {enacted}) {stance}."),
    "The rules of {state} were not looked into, so nothing is said of them here.": (
        "No se han investigado las normas de {state}, por lo que aquí no se dice nada de ellas."
    ),
    "Our table of state laws holds no rule on 287(g) agreements that was in force in {state} on {on}; that is no proof "
    "that there was none.": (
        "Nuestra tabla de leyes estatales no contiene ninguna norma sobre acuerdos 287(g) vigente en {state} el {on}; "
        "eso no prueba que no la hubiera."
    ),
    "No rule of {state} that requires or bars 287(g) agreements was found (looked up: {looked}).": (
        "No se halló ninguna norma de {state} que exija o impida los acuerdos 287(g) (consultado: {looked})."
    ),
    "Laws on cooperation with ICE that were found: {laws}.": (
        "Leyes sobre la cooperación con ICE que se hallaron: {laws}."
    ),
    "By our table of state laws, no state surely barred 287(g) agreements on {on}.": (
        "Según nuestra tabla de leyes estatales, no consta que ningún estado impidiera los acuerdos 287(g) el {on}."
    ),
    "By our table of state laws, one state barred 287(g) agreements on {on}: {names}.": (
        "Según nuestra tabla de leyes estatales, un estado impedía los acuerdos 287(g) el {on}: {names}."
    ),
    "By our table of state laws, {count} states barred 287(g) agreements on {on}, in words or by effect: {names}.": (
        "Según nuestra tabla de leyes estatales, {count} estados impedían los acuerdos 287(g) el {on}, "
        "expresamente o por "
        "sus efectos: {names}."
    ),
    "For {names} this rests on secondary sources, not checked against the law itself.": (
        "En cuanto a {names}, se apoya en fuentes secundarias, sin cotejar con la ley misma."
    ),
    "For {names} the dates that are known do not settle it.": (
        "En cuanto a {names}, las fechas conocidas no permiten saberlo."
    ),
    "ICE's list names agencies in {state} ({count}), and {citation}, by our table, bars 287(g) agreements "
    "since {since}. "
    "Does the list lag behind, does the law leave room for these agreements, or is one of the two wrong? The record "
    "cannot say.": (
        "La lista de ICE nombra agencias de {state} ({count}) y, según nuestra tabla, {citation} impide los acuerdos "
        "287(g) desde {since}. ¿Está atrasada la lista, deja la ley lugar para esos acuerdos, o hay un error en una de "
        "las dos? Este registro no puede decirlo."
    ),
    "ICE's list names no agency in {state}, and {citation}, by our table, obliges certain agencies to have or "
    "to seek a "
    "287(g) agreement since {since}. Is its deadline still to come, were requests not granted, or is one of the two "
    "wrong? The record cannot say.": (
        "La lista de ICE no nombra ninguna agencia de {state} y, según nuestra tabla, {citation} obliga a ciertas "
        "agencias a tener o procurar un acuerdo 287(g) desde {since}. ¿No ha vencido aún el plazo, no se "
        "concedieron las "
        "solicitudes, o hay un error en una de las dos? Este registro no puede decirlo."
    ),
    # ---------------------------------------------------------------------------------- models and detention
    "By the agreement texts of February 2025, this is what the models are.": (
        "Según los textos de acuerdo de febrero de 2025, estos son los modelos."
    ),
    "By the agreement texts of February 2025, this is what the models ask of nominees.": (
        "Según los textos de acuerdo de febrero de 2025, esto piden los modelos a los propuestos."
    ),
    "These texts are later than the day asked about.": "Estos textos son posteriores al día por el que se pregunta.",
    "A contract to house federal detainees rents beds: the jail is paid per day and its staff get no "
    "immigration powers. A "
    "287(g) agreement delegates immigration powers to officers. They are different things; one body can hold both.": (
        "Un contrato para alojar detenidos federales alquila camas: a la cárcel se le paga por día y su "
        "personal no recibe "
        "facultades migratorias. Un acuerdo 287(g) delega facultades migratorias en agentes. Son cosas distintas; un "
        "mismo organismo puede tener ambos."
    ),
    "{facility}, {date}: {statement} (Source: {source}.)": "{facility}, {date}: {statement} (Fuente: {source}.)",
    "Six of the fifteen jails of Maine": "Seis de las quince cárceles de Maine",
    "This rests on secondary sources.": "Esto se apoya en fuentes secundarias.",
    # --------------------------------------------------------------------------------------------- nominees
    "The roster says yes.": "La nómina dice que sí.",
    "The roster says no.": "La nómina dice que no.",
    "The roster says that it was passed or granted.": "La nómina dice que se aprobó o concedió.",
    "The roster says that it was not passed or not granted.": "La nómina dice que no se aprobó o no se concedió.",
    "The cell gives a date or says that something was done, and not yes or no.": (
        "La celda da una fecha o dice que algo se hizo, y no sí o no."
    ),
    "The roster says that it is pending.": "La nómina dice que está pendiente.",
    "The cell is blank or says that it is not known.": "La celda está vacía o dice que no se sabe.",
    "The roster has no column for it.": "La nómina no tiene columna para ello.",
    "The cell cannot be read as yes or no.": "La celda no puede leerse como sí o no.",
    "The cell says yes and no.": "La celda dice sí y no.",
    "The columns of the roster contradict each other.": "Las columnas de la nómina se contradicen.",
    "The roster says that it was done, and not with what outcome.": "La nómina dice que se hizo, no con qué resultado.",
    "The roster says that it was done.": "La nómina dice que se hizo.",
    "The roster gives a day that is still to come.": "La nómina da un día que aún no ha llegado.",
    "The roster gives a date that may still be to come.": "La nómina da una fecha que quizá aún no ha llegado.",
    "The roster shows a mark that passes.": "La nómina muestra una nota que aprueba.",
    "The roster shows a mark below the pass mark.": "La nómina muestra una nota inferior a la mínima.",
    "The roster shows a mark; the text that was read states no pass mark.": (
        "La nómina muestra una nota; el texto leído no fija nota mínima."
    ),
    "The roster shows authority to enforce, which is not the same as having enforced.": (
        "La nómina muestra autoridad para hacer cumplir, que no es lo mismo que haber hecho cumplir."
    ),
    "The roster shows that it was enforced, which does not show authority today.": (
        "La nómina muestra que se hizo cumplir, lo que no demuestra autoridad actual."
    ),
    "The roster does not say for how long.": "La nómina no dice durante cuánto tiempo.",
    "The cell cannot be read as a length of time.": "La celda no puede leerse como un tiempo.",
    "A date cannot be read.": "Una fecha no puede leerse.",
    "There is a day of the end and none of the beginning.": "Hay fecha de fin y no de inicio.",
    "The beginning is after the day of the check.": "El inicio es posterior al día de la comprobación.",
    "The end is before the beginning.": "El fin es anterior al inicio.",
    "The roster does not say that the experience was with a law enforcement agency.": (
        "La nómina no dice que la experiencia fuera en una agencia policial."
    ),
    "It cannot be read whether the experience was with a law enforcement agency.": (
        "No puede leerse si la experiencia fue en una agencia policial."
    ),
    "The roster says that the experience was not with a law enforcement agency.": (
        "La nómina dice que la experiencia no fue en una agencia policial."
    ),
    "The roster shows {time}; 24 months are asked.": "La nómina muestra {time}; se piden 24 meses.",
    "The roster shows {time}; whether that reaches 24 months depends on days it does not give.": (
        "La nómina muestra {time}; si llega a 24 meses depende de días que no da."
    ),
    "at least {least} months": "al menos {least} meses",
    "{least} months": "{least} meses",
    "between {least} and {most} months": "entre {least} y {most} meses",
    "Nominees for the {model}": "Propuestos: {model}",
    "{nominees} nominees, as of {on}. Meeting all that the agency has to show: {all_met}.": (
        "{nominees} propuestos, al {on}. Cumplen todo lo que la agencia debe demostrar: {all_met}."
    ),
    "asked": "se pide",
    "met": "cumple",
    "not met": "no cumple",
    "not shown": "no consta",
    "Rows: {rows}.": "Filas: {rows}.",
    "By: {sources}.": "Según: {sources}.",
    # ----------------------------------------------------------------------------------------------- places
    "Hawaii": "Hawái",
    "Louisiana": "Luisiana",
    "Mississippi": "Misisipi",
    "Missouri": "Misuri",
    "New Hampshire": "Nuevo Hampshire",
    "New Jersey": "Nueva Jersey",
    "New Mexico": "Nuevo México",
    "New York": "Nueva York",
    "North Carolina": "Carolina del Norte",
    "North Dakota": "Dakota del Norte",
    "Northern Mariana Islands": "Islas Marianas del Norte",
    "Oregon": "Oregón",
    "Pennsylvania": "Pensilvania",
    "South Carolina": "Carolina del Sur",
    "South Dakota": "Dakota del Sur",
    "Texas": "Texas",
    "American Samoa": "Samoa Americana",
    "District of Columbia": "Distrito de Columbia",
    "U.S. Virgin Islands": "Islas Vírgenes de los Estados Unidos",
    "West Virginia": "Virginia Occidental",
}

_ARTICLES = {
    "en": {"DC": "the ", "MP": "the ", "VI": "the "},
    "es": {"DC": "el ", "MP": "las ", "VI": "las "},
}


class _Speaker(Speaker):
    """A speaker that falls back on the texts above."""

    def __call__(self, message: str) -> str:
        text = super().__call__(message)
        return SPANISH.get(message, message) if self.lang == "es" and text == message else text

    def join(self, things: Sequence[str]) -> str:
        text = super().join(things)
        if self.lang == "es" and len(things) > 1 and things[-1][:1].lower() == "i":
            head = ", ".join(things[:-1])
            return f"{head} e {things[-1]}"
        return text


@lru_cache(maxsize=4)
def speaker(lang: str) -> Speaker:
    """The speaker of a language. Raises `UsageError` for one that is not spoken here."""
    messages.speaker(lang)
    return _Speaker(lang)


def place(code: str, say: Speaker) -> str:
    """The name of a state as it stands in a sentence, with its article where it has one."""
    return _ARTICLES[say.lang].get(code, "") + say(state_name(code))


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
