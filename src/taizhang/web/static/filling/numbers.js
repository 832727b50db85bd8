// Numbers as people type them, read as far as the browser needs to: the server reads them again, and its word counts.

const MULTIPLES = { "": 1, 十: 10, 百: 100, 千: 1e3, 万: 1e4, 十万: 1e5, 百万: 1e6, 千万: 1e7, 亿: 1e8 };
const NUMBER = /^([-+]?)(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)([十百千]?万|[十百千亿]?)(\D*)$/;

// {value} where it is a number, {value, converted: true} where that took more than reading digits, {} where it is not
// for us to say, {empty: true}.
export function readNumber(text, unit) {
  const plain = text.normalize("NFKC").replace(/[—–−―]/g, "-").replace(/\s+/g, "");
  if (plain === "") return { empty: true };
  const found = NUMBER.exec(plain);
  if (!found) return {};
  const [, sign, digits, multiple, behind] = found;
  if (behind !== "" && behind !== unit && multiple + behind !== unit) return {};
  const large = MULTIPLES[/^[万亿]/.exec(unit)?.[0] ?? ""]; // in a column of 万元, 3.5万 is 3.5 and 0.5亿 is 5000
  const times = MULTIPLES[multiple] / (MULTIPLES[multiple] >= 1e4 ? large : 1);
  const value = Number((Number(sign + digits.replaceAll(",", "")) * times).toPrecision(15));
  return { value, converted: multiple !== "" || behind !== "" };
}

// What is wrong with a cell at first sight, as the name of a message and its blanks; null where nothing is.
export function faultOf(value, { whole, least, most }) {
  if (whole && !Number.isInteger(value)) return ["not_whole", {}];
  if (least !== null && value < least) return ["too_small", { limit: least }];
  if (most !== null && value > most) return ["too_large", { limit: most }];
  return null;
}

// What the input of a cell may hold, as the server wrote it there.
export function limitsOf({ dataset }) {
  const limit = (text) => (text === undefined ? null : Number(text));
  return { whole: "whole" in dataset, least: limit(dataset.least), most: limit(dataset.most) };
}

export const shown = (value) => String(Number(value.toPrecision(15)));
