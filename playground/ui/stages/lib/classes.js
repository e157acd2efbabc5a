// The classes of digits and of clothes, by name.

const NONE = 10;
const CLOTHES = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

/**
 * @param {number} label from 0 to 9; 10: no class was asked for
 * @param {number} clothing above 0 where the pictures are clothes and not digits
 */
export function className(label, clothing) {
  if (label === NONE) return "no class";
  return clothing ? CLOTHES[label] : String(label);
}
