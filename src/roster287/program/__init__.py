"""The program's rules, beside the lists: state laws, models of agreement, what nominees must bring, and what it is not.

    laws           state laws, one row per instrument; which were in force on a day; which states bar agreements
    questions      where a list and the laws seem to disagree, as questions
    models         what each model allows and asks, one statement a row
    nominees       a roster of nominees against what a model asks
    detention      contracts to house federal detainees, which are something else
    brief_facts    the facts of these that the reporter's brief tells

Everything rests on tables of `curation/` that people review; nothing is read before it is asked for. Nothing here
reads the register: what the lists say is given by the caller.
"""
