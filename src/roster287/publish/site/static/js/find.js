// Finds agencies, counties, states, towns and ZIP codes in the site's own files.

const SHORT = [[/\bst\b/g, "saint"], [/\bste\b/g, "sainte"], [/\bmt\b/g, "mount"], [/\bft\b/g, "fort"], [/\bthe +/g, ""]];
const KIND_OF = /^(?:(?:city|town|village|township|borough|county|parish) of|(?:ciudad|pueblo|villa|municipio) de) /;
const COUNTY_OF = /^(?:(?:(county|parish) of)|(?:(condado|parroquia)(?: del?)?)) (.+)$/;
const STATE_OF = /^(?:the )?(?:state of|estado de) (.{4,})$|^(.{4,}) state$/;
const TOWN_OF = /^(ciudad|pueblo|villa|municipio) de (.+)$/;
const BODY_OF = /^(.+?) (?:de la|del|de|en el|en la|en) ((?:condado|parroquia|ciudad|pueblo|villa|municipio) .+)$/;
const FEW = 12;

/** A text folded word by word, as `places.keys.spaced` does in the program that made the files. */
export function spaced(text) {
  let plain = text.replace(/['’‘ʻʼ`´]/g, "").normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  plain = plain.replaceAll("&", " and ").replace(/[^a-z0-9]+/g, " ");
  for (const [short, full] of SHORT) plain = plain.replace(short, full);
  return plain.trim().replace(/ +/g, " ");
}

/** A town with its kind where its name does not end with it already, as `Municipality.title` says it. */
const titled = (base, kind) => (base.toLowerCase().split(" ").at(-1) === kind.toLowerCase().split(" ").at(-1) ? base : `${base} ${kind}`.trim());
const key = (text) => spaced(text).replaceAll(" ", "");
/** A name as a part of an address, as `ground.slug` makes it. */
export const slug = (text) => text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** How many letters two words differ by, those that changed places counted once; more than `most` is `most + 1`. */
function apart(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, above] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, above] = [above, row];
  }
  return Math.min(above[other.length], most + 1);
}

/** What a table has for a word, else the word: an object has some by itself, such as "constructor". */
const lookup = (table, word) => (Object.hasOwn(table, word) ? table[word] : word);

/** Those that are least off. */
function nearest(found) {
  const least = Math.min(...found.map(([away]) => away));
  return found.filter(([away]) => away === least).map(([, hit]) => hit);
}

/** What finds: `base` is the address of the folder of files, `engine` that of `seek.js`. */
export async function finder(base, engine, lang = "en") {
  const kept = new Map();
  const get = (name) => {
    if (!kept.has(name)) {
      const asked = fetch(base + name).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(name))));
      asked.catch(() => kept.delete(name));
      kept.set(name, asked);
    }
    return kept.get(name);
  };
  const [{ seeker, reach, PLACED, SHORTENED, BEGUN, LOOSE, NEAR }, index, files] = await Promise.all([import(engine), get("index.json"), get("files.json")]);
  const tongue = lang === "es" ? 2 : 1;
  const stateName = (n, of = tongue) => index.states[n]?.[of];
  const seek = seeker(index, { spaced, apart, lookup, english });
  const { stateNumbers } = seek;
  const codes = new Map(index.states.map(([code], n) => [code, n]));
  const stateHit = (n) => ({ kind: "state", title: stateName(n), address: `/states/${index.states[n][0]}/` });
  const countyHit = ([name, state, at]) => ({ kind: "county", title: name, state, address: `/states/${index.states[state][0]}/counties/${at ?? name.toLowerCase().replaceAll(" ", "-")}/` });
  const agencyHit = ([id, name, state, county, status, models]) => ({
    kind: "agency", title: name, state, county: county < 0 ? "" : index.counties[county][0], status: index.statuses[status],
    models: [...models].map((n) => index.models[n]), address: `/agencies/${index.states[state][0]}-${id}/`,
  });
  const countyKeys = index.counties.map(([name, , , ...other]) => [name, name.replace(/ (?:County|Parish|Borough|Municipio|city|Planning Region)$/, ""), ...other].map(key));

  const bodies = Object.keys(index.spanish).filter((word) => index.seeking.bodies.includes(index.spanish[word]));
  /** Spanish words before the name of a place: `departamento de policia de`. */
  const ofPlace = new RegExp(`^(?:(?:(?:el|la) )?(?:(?:${bodies.join("|")}) )+(?:del?|en) )+`);

  /** A name in English words: `condado de York` as `york county`. */
  function english(name) {
    const body = name.match(BODY_OF);
    if (body && body[1].split(" ").some((word) => Object.hasOwn(index.spanish, word))) return `${english(body[1])} ${english(body[2])}`;
    const town = name.match(TOWN_OF);
    if (town) return `${index.seeking.spanish_towns[town[1]]} of ${english(town[2])}`;
    const area = name.match(COUNTY_OF);
    const rest = area ? area[3] : name;
    const state = stateNumbers.get(rest);
    const split = rest.split(" ");
    const foreign = (word) => Object.hasOwn(index.spanish, word ?? "");
    const said = (word) => lookup(index.spanish, word) !== word;
    const little = (word, at) => (word === "de" || word === "del" ? foreign(split[at - 1]) || split.slice(0, at).some(said) : (word === "el" || word === "la") && foreign(split[at + 1]));
    const told = state !== undefined && rest.length > 2 ? spaced(index.states[state][1])
      : split.some(foreign) ? split.filter((word, at) => !little(word, at)).map((word) => lookup(index.spanish, word)).join(" ") : rest;
    return area ? `${told} ${area[1] ?? index.spanish[area[2]]}` : told;
  }

  /** What a text may mean, in its own words and in English. */
  function readings(text) {
    return readingsOf(text).flatMap((one) => {
      const name = one.state < 0 && stateNumbers.has(one.name) ? one.name : english(one.name);
      const told = { ...one, county: english(one.county), name };
      return told.name === one.name ? [told] : [{ ...told, name: one.name }, told];
    });
  }

  /** What a text may mean: all of it a name, or a name with its state, and county, behind it. */
  function readingsOf(text) {
    const parts = text.split(",").map(spaced).filter(Boolean);
    if (parts.length > 1) {
      const state = stateNumbers.get(parts.at(-1)) ?? -1;
      if (state >= 0) parts.pop();
      return [{ name: parts[0], state, county: parts[1] ?? "" }];
    }
    const words = (parts[0] ?? "").split(" ");
    const found = [{ name: words.join(" "), state: -1, county: "" }];
    for (let n = Math.min(words.length - 1, 5); n > 0; n -= 1) {
      const state = stateNumbers.get(words.slice(-n).join(" "));
      if (state !== undefined) {
        found.push({ name: words.slice(0, -n).join(" "), state, county: "" });
        break;
      }
    }
    return found;
  }

  async function townsOf({ name, state, county }) {
    const wanted = name.replace(KIND_OF, "").replaceAll(" ", "");
    const file = wanted.slice(0, 2);
    const exact = [];
    const begin = [];
    const near = [];
    if (wanted.length < 2 || !files.places.includes(file)) return { exact, begin, near };
    const shard = await get(`places/${file}.json`);
    const most = wanted.length < 4 ? 0 : reach(wanted);
    for (const [base, kind, number, anchor, ...more] of shard.towns) {
      const [code, at, inCounty] = shard.counties[number];
      if (state >= 0 && codes.get(code) !== state) continue;
      if (county && !spaced(inCounty).startsWith(county)) continue;
      const keys = [key(base), key(`${base} ${kind}`), ...more.map(key)];
      const begins = keys.some((one) => one.startsWith(wanted));
      const away = begins ? 0 : Math.min(...keys.map((one) => apart(wanted, one, most)));
      if (away > most) continue;
      const hit = { kind: "town", title: titled(base, kind), county: inCounty, state: codes.get(code), address: `/states/${code}/counties/${at}/#${anchor || slug(base)}` };
      if (begins) (keys.includes(wanted) ? exact : begin).push(hit);
      else near.push([away, hit]);
    }
    return { exact, begin, near };
  }

  function countiesOf({ name, state }) {
    const wanted = name.replace(KIND_OF, "").replace(/ (?:co|cnty)$/, " county").replaceAll(" ", "");
    return index.counties.filter((county, n) => (state < 0 || county[1] === state) && countyKeys[n].includes(wanted)).map(countyHit);
  }

  /** Counties whose name is a letter or two off, with how far. */
  function nearCounties({ name, state }) {
    const wanted = name.replace(KIND_OF, "").replaceAll(" ", "");
    if (wanted.length < 4) return [];
    const most = reach(wanted);
    return index.counties.flatMap((county, n) => {
      const away = state < 0 || county[1] === state ? Math.min(...countyKeys[n].map((one) => apart(wanted, one, most))) : most + 1;
      return away > most ? [] : [[away, countyHit(county)]];
    });
  }

  async function zip(code) {
    const file = code.slice(0, 3);
    const shard = files.zips.includes(file) ? await get(`zips/${file}.json`) : { zips: {} };
    const known = shard.zips[code];
    if (!known) return { hits: [], note: "zip_unknown", zip: code };
    const hits = known.slice(1).map(([number, anchor, town]) => {
      if (typeof number === "string") return { ...stateHit(codes.get(number)), zip: code };
      const [state, at, county] = shard.counties[number];
      const address = `/states/${state}/counties/${at}/`;
      return town ? { kind: "town", title: town, county, state: codes.get(state), address: `${address}#${anchor}`, zip: code } : { kind: "county", title: county, state: codes.get(state), address, zip: code };
    });
    const several = new Set(hits.filter((hit) => hit.kind !== "state").map((hit) => hit.address.split("#")[0])).size;
    return { hits, note: several > 1 ? "zip_several" : hits.some((hit) => hit.kind === "town") ? "" : "zip_county", zip: code, n: several };
  }

  /** A name and the ZIP code behind it, or before it. */
  function zipBehind(text) {
    const first = text.trim().match(/^(\d{5})(?:-\d{4})?[, ]+([^\d\s,].*)$/);
    return first ? [first[0], first[2], first[1]] : text.trim().match(/^(.*[^\d\s,])[, ]+(\d{5})(?:-\d{4})?$/);
  }

  async function find(text, most = FEW) {
    const digits = text.trim().match(/^(\d{1,5})(?:-\d{0,4})?$/);
    if (digits) return digits[1].length === 5 ? zip(digits[1]) : { hits: [], note: "zip_short" };
    const behind = zipBehind(text);
    const found = new Map();
    const add = (hits, limit) => hits.slice(0, limit).forEach((hit) => found.size < most && !found.has(hit.address) && found.set(hit.address, hit));
    const typed = behind ? behind[1] : text.trim();
    let agencies = typed.length > 1 ? seek.agencies(typed) : [];
    const counties = typed.length > 1 ? seek.counties(typed) : [];
    const hits = (most, least = 0) => [...agencies.map((one) => [one.how, agencyHit(index.agencies[one.n])]), ...counties.map((one) => [one.how, countyHit(index.counties[one.n])])]
      .filter(([how]) => how >= least && how <= most).sort(([one], [other]) => one - other).map(([, hit]) => hit);
    const some = (fits) => agencies.filter(({ n }) => fits(n)).map(({ n }) => agencyHit(index.agencies[n]));
    let read = readings(typed).filter(({ name }) => name.length > 1);
    add(some((n) => read.some(({ name, state }) => (state < 0 || index.agencies[n][2] === state) && seek.called(n, name))), FEW / 2);
    const states = new Set();
    for (const { name, state, county } of read) {
      const called = stateNumbers.has(name) ? name : name.match(STATE_OF)?.slice(1).find(Boolean);
      if (!county && state < 0 && stateNumbers.has(called)) states.add(stateNumbers.get(called));
    }
    states.forEach((n) => add([stateHit(n)], 1));
    if (!behind) add(some(seek.bears(typed)), FEW / 2);
    const sole = (some) => some.filter((hit) => !states.has(hit.state) || hit.title !== index.states[hit.state][1]);
    let towns = await Promise.all(read.map(townsOf));
    const placed = states.size || towns.some(({ exact }) => exact.length) || read.some((one) => countiesOf(one).length);
    if (placed) agencies = agencies.filter(({ how }) => how !== NEAR);
    else {
      const ways = [seek.withoutBody, (name) => name.replace(ofPlace, "")];
      const bare = ways.flatMap((way) => read.map((one) => ({ ...one, name: way(one.name) })).filter(({ name }, n) => name !== read[n].name));
      const called = bare.filter(({ name, state, county }) => state < 0 && !county && stateNumbers.has(name));
      called.forEach(({ name }) => add([stateHit(stateNumbers.get(name))], 1));
      const others = bare.filter((one) => !called.includes(one));
      read = [...read, ...others];
      towns = [...towns, ...(await Promise.all(others.map(townsOf))).map(({ exact }) => ({ exact, begin: [], near: [] }))];
    }
    towns.forEach(({ exact }) => add(exact, FEW / 2));
    read.forEach((one) => add(sole(countiesOf(one)), FEW / 3));
    add(sole(hits(PLACED)), FEW / 2);
    add(hits(SHORTENED, SHORTENED), FEW / 2);
    towns.forEach(({ exact, begin }) => add([...exact, ...begin], FEW / 2));
    add(sole(hits(BEGUN, BEGUN)), FEW / 2);
    towns.forEach(({ exact, begin }) => add([...exact, ...begin], most));
    add(sole(hits(BEGUN)), most);
    if (!placed && !agencies.some(({ how }) => how < LOOSE)) add(nearest([...towns.flatMap(({ near }) => near), ...read.flatMap(nearCounties)]), FEW / 2);
    add(some(() => true), most);
    if (!found.size && behind) return zip(behind[2]);
    return { hits: [...found.values()], note: found.size >= most ? "first" : "", n: found.size };
  }

  return { find, stateName, agencies: (text) => seek.agencies(zipBehind(text)?.[1] ?? text).map(({ id }) => id) };
}
