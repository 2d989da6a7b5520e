// Which agencies and counties fit what is typed, and in which order: the rule of `find` on the command line, whose
// tables stand in the index. `register/queries/finding.py` says what each way to fit means; a test asks both.

export const [WHOLE, NAMED, PLACED, SHORTENED, BEGUN, LOOSE, NEAR] = [0, 1, 2, 3, 4, 5, 6];
const PAIRED = 8;
const LONGEST_STATE = 5;
const LETTER = 1000;
const LITTLE = new Set(["of", "the", "and"]);

/** How far a word of so many letters may be off. */
export const reach = (word) => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);

/** The initials of a body, and of its place where that has several words, as `seeking.short_forms` makes them. */
function initials(name, state, place, spaced) {
  const found = new Set();
  for (const part of [...[name, ...name.split(",").slice(1)].map(spaced), ...(place.length > 2 ? [place.join(" ")] : [])]) {
    for (const words of [part, part.replace(/^(?:division|department|bureau|office) of (?:the )?/, "")]) {
      for (const begin of ["", state]) found.add(`${begin} ${words}`.split(" ").filter((word) => word && !LITTLE.has(word)).map((word) => word[0]).join(""));
    }
  }
  return [...found].filter((letters) => letters.length > 1 && letters.length < 7);
}

/** What seeks: `spaced`, `apart` and `lookup` are those of the box, `english` gives a part in English. */
export function seeker(index, { spaced, apart, lookup, english }) {
  const { means, bearings, short, towns, areas, bodies, unsaid } = index.seeking;
  const kinds = [...towns, ...areas].join("|");
  const KIND_OF = new RegExp(`^(?:${kinds}) of `);
  const KIND = new RegExp(`${KIND_OF.source}| (?:${kinds})$`);
  const [inner, ends] = [new Set([...bodies, ...unsaid]), new Set([...bodies, ...unsaid, ...areas])];
  const stateNumbers = new Map();
  index.states.forEach((names, n) => names.forEach((name) => stateNumbers.set(spaced(name), n)));
  for (const [name, code] of Object.entries(short)) stateNumbers.set(name, index.states.findIndex(([one]) => one === code.toLowerCase()));
  const split = (text) => text.split(" ").filter(Boolean);

  function spelled(text) {
    const words = split(spaced(text.replace(/\b([a-z])\.(?=[a-z]\b)/gi, "$1")));
    if (words.length > 1 && words[1].length > 2) words[0] = lookup(bearings, words[0]);
    return words.flatMap((word) => split(lookup(means, word)));
  }

  /** The words that say whose a body is; with `stop` those of an area's kind are kept. */
  function heart(words, stop = ends) {
    let [start, end] = [0, words.length];
    while (end > start && stop.has(words[end - 1])) end -= 1;
    while (start < end && stop.has(words[start])) start += 1;
    if (end - start > 2 && towns.includes(words[start]) && words[start + 1] === "of") start += 2;
    return start < end ? words.slice(start, end) : words;
  }

  function* pairs(words) {
    for (let at = 0; at + 1 < words.length; at += 1) if (!ends.has(words[at]) && !ends.has(words[at + 1])) yield [at, words[at] + words[at + 1]];
  }
  const withPairs = (words) => new Set([...words, ...[...pairs(words)].map(([, pair]) => pair)]);

  function behind(words) {
    for (let n = Math.min(words.length - 1, LONGEST_STATE); n > 0; n -= 1) {
      const state = stateNumbers.get(words.slice(-n).join(" "));
      if (state !== undefined) return [words.slice(0, -n), state];
    }
    return [words, -1];
  }

  const inEnglish = (text) => {
    const parts = text.split(",").map(spaced);
    const told = parts.map((part) => english(part));
    return told.every((part, n) => part === parts[n]) ? text : told.join(", ");
  };

  function readings(text) {
    const told = [text, inEnglish(text)];
    told.push(...told.map((one) => one.toLowerCase().trim().replace(KIND_OF, "")));
    const ways = told.map((one) => split(spaced(one)));
    if (!stateNumbers.has(spaced(text))) ways.push(...told.map(spelled));
    const inFull = (word) => (word.length > 2 && Object.hasOwn(short, word) ? spelled(index.states[stateNumbers.get(word)][1]) : [word]);
    ways.push(...told.map((one) => (stateNumbers.has(spaced(one)) ? split(spaced(one)) : spelled(one)).flatMap(inFull)));
    const found = new Map();
    const keep = (words, state, paired) => {
      const at = `${state} ${words.join(" ")}`;
      if (words.length && !(paired && found.has(at))) found.set(at, { words, state, paired });
    };
    for (const words of ways) {
      const [name, state] = stateNumbers.has(words.join(" ")) ? [words, -1] : behind(words);
      for (const [some, at] of state < 0 ? [[words, -1]] : [[words, -1], [name, state]]) {
        keep(some, at, false);
        if (some.length <= PAIRED) for (const [n, pair] of pairs(some)) keep([...some.slice(0, n), pair, ...some.slice(n + 2)], at, true);
      }
    }
    return [...found.values()];
  }

  function needed(words) {
    const leave = new Set([...unsaid, ...(words.includes("sheriffs") ? ["office", "department"] : [])]);
    const kept = words.filter((word) => !leave.has(word));
    return kept.length ? kept : words;
  }

  const entry = (name, state, n, more, county, letters) => {
    const words = spelled(name);
    return { n, name, state, whole: words.join(""), heart: heart(words).join(""), length: words.length, own: new Set([...withPairs(words), ...split(more)]), county, initials: new Set(letters) };
  };
  const none = new Set();
  const countyWords = index.counties.map(([name]) => withPairs(spelled(name)));
  const agencies = index.agencies.map(([id, name, state, county, , , more], n) => ({
    ...entry(name, state, n, more, county < 0 ? none : countyWords[county], initials(name, county < 0 ? spaced(index.states[state][1]) : "", heart(spelled(name)), spaced)), id: `${index.states[state][0]}-${id}`,
  }));
  const counties = index.counties.map(([name, state], n) => ({ ...entry(name, state, n, "", none, []), id: n }));
  const stateWords = index.states.map(([code, name]) => [code, spelled(name)]);

  const some = (set, holds) => {
    for (const word of set) if (holds(word)) return true;
    return false;
  };
  const among = (sets, holds) => sets.some((set) => some(set, holds));
  /** Of each state the words that may be sought: its code, and those of its name where all of them are hit. */
  const around = (tests) => stateWords.map(([code, name]) => new Set([code, ...(name.every((word) => tests.some((holds) => holds(word))) ? name : [])]));

  function surely({ words, state }, add, entries) {
    const wanted = needed(words);
    const begins = wanted.map((word, n) => (word.length < 3 && (wanted.length === 1 || n < wanted.length - 1) ? (own) => own === word : (own) => own.startsWith(word)));
    const [states, begun] = [around(wanted.map((word) => (own) => own === word)), around(begins)];
    const [whole, core] = [words.join(""), heart(words).join("")];
    for (const one of entries) {
      if (state >= 0 && state !== one.state) continue;
      const sets = [one.own, one.county, states[one.state]];
      const held = (word) => sets.some((set) => set.has(word));
      let how;
      let off = 0;
      if (wanted.every((word) => one.own.has(word))) {
        how = core === one.heart ? WHOLE : NAMED;
        off = how === WHOLE && whole !== one.whole ? 1 : 0;
      } else if (wanted.every(held)) {
        how = PLACED;
        off = -wanted.filter((word) => one.own.has(word)).length;
      } else if (wanted.some((word) => one.initials.has(word)) && wanted.every((word) => one.initials.has(word) || held(word))) {
        how = SHORTENED;
        off = one.length;
      } else if (begins.every((holds) => some(one.own, holds))) how = BEGUN;
      else if (begins.every((holds) => among([one.own, one.county, begun[one.state]], holds))) [how, off] = [BEGUN, 1];
      else continue;
      add(one, state >= 0 && how !== WHOLE ? Math.max(how, PLACED) : how, off);
    }
  }

  function otherwise({ words, state }, add, entries) {
    const wanted = needed(words);
    const place = heart(words).filter((word) => wanted.includes(word));
    const part = place.length > 0 && place.join(" ") !== wanted.join(" ");
    const core = heart(words).join("");
    const states = around(place.map((word) => (own) => own === word));
    const far = wanted.map((word) => {
      const kept = new Map();
      return (own) => {
        if (!kept.has(own)) kept.set(own, apart(word, own, reach(word)));
        return kept.get(own);
      };
    });
    const nearly = wanted.map((word, n) => (own) => far[n](own) <= reach(word));
    const near = around(nearly);
    for (const one of entries) {
      if (state >= 0 && state !== one.state) continue;
      const sets = [one.own, one.county, near[one.state]];
      if (part && place.every((word) => one.own.has(word) || states[one.state].has(word))) {
        add(one, LOOSE, (core === one.heart ? 0 : 1) - place.filter((word) => one.own.has(word)).length);
      } else if (nearly.every((holds) => among(sets, holds))) {
        const away = far.reduce((sum, of) => sum + Math.min(...sets.flatMap((set) => [...set].map(of))), 0);
        add(one, NEAR, LETTER * away + (nearly.every((holds) => some(one.own, holds)) ? 0 : LETTER / 2) + one.length);
      }
    }
  }

  const order = (one, other) => one.how - other.how || one.off - other.off || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0) || (one.id < other.id ? -1 : 1);

  function held(text, entries, ways) {
    const found = new Map();
    const add = ({ n, name, id }, how, off) => {
      const line = { n, name, id, how, off };
      if (!found.has(n) || order(line, found.get(n)) < 0) found.set(n, line);
    };
    const read = readings(text);
    for (const way of ways) {
      read.filter((one) => way === surely || !one.paired).forEach((one) => way(one, add, entries));
      if (found.size) break;
    }
    const ranked = [...found.values()].sort(order);
    const letters = ({ off }) => Math.floor(off / LETTER);
    const least = ranked[0];
    return least?.how >= LOOSE ? ranked.filter((one) => one.how === least.how && (one.how === LOOSE || letters(one) === letters(least))) : ranked;
  }

  return {
    /** The agencies that fit, as `n` in the index and `id` with `how`, best first: the same as `find` has. */
    agencies: (text) => held(text, agencies, [surely, otherwise]),
    /** The counties that have the words in their names. */
    counties: (text) => held(text, counties, [surely]),
    /** Whether an agency is called just this. */
    called: (n, name) => agencies[n].whole === spelled(name).join(""),
    /** Whether all words of a name are an agency's own, and none of them a place's kind. */
    bears(text) {
      if ([text, inEnglish(text)].some((one) => KIND.test(one.toLowerCase().trim()))) return () => false;
      const wanted = readings(text).filter(({ state }) => state < 0).map(({ words }) => needed(words));
      return (n) => wanted.some((words) => words.every((word) => agencies[n].own.has(word)));
    },
    /** A folded name without the words that say what a body is. */
    withoutBody: (name) => heart(split(name), inner).join(" "),
    stateNumbers,
  };
}
