/**
 * The marks a recogniser tells apart. `□` stands for one mark that is none of them: a piece of a word, of a seal, of handwriting.
 * The order is the order of the weights; whoever changes it has to train again.
 */
export const MARKS = [...'0123456789.,-+/件宗元万个无□'] as const;
