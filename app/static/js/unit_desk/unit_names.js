// What a unit is called among its neighbours: its entrance belongs to it where entrances repeat their room numbers.

export function nameIn(store, unit) {
  return store.entrances > 1 ? `${unit.entrance} ${unit.room_no}` : unit.room_no;
}
