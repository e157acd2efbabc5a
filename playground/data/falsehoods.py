"""Sentences of the tales' world in two readings, `{true|false}`: one holds there, the other does not."""

import re
from dataclasses import dataclass

SENTENCES = {
    "Carroll": (
        "Alice ran after the White Rabbit and fell down a {deep hole|steep hill}.",
        "The Cat vanished slowly, and the last thing to go was the {grin|tail}.",
        "The Hatter sat at tea with the March Hare and the {Dormouse|Duchess}.",
        "The baby in Alice's arms had turned into a {pig|cat}.",
        "The Caterpillar was sitting on the top of a {mushroom|tree}.",
        "Humpty Dumpty was sitting on the top of a high {wall|tree}.",
        "The {Knave|King} of Hearts was accused of having stolen the tarts.",
        "At last Alice found a golden {crown|ring} on her {head,|hand,} and was a {Queen|Duchess}.",
    ),
    "Andersen": (
        "The Emperor had {no|fine} clothes on at {all,|last,} said a little child.",
        "The real Princess had felt the {peas|nails} through all the mattresses.",
        "{Gerda|Kay} went out into the wide world to look for little {Kay|Gerda}.",
        "The Snow Queen carried little {Kay|Gerda} away in her sledge.",
        "The little girl had {not sold any|sold all her} matches {the whole|in one} day.",
        "The Fir Tree {was cut down and stood|grew old} in the {room at|wood and saw many a} Christmas.",
    ),
    "Grimm": (
        "Hansel and Gretel came to a little house that was built of {bread|wood}.",
        "Rapunzel let down {her|a} long {hair|rope} from the window of the tower.",
        "The {wolf|old grandmother} swallowed up the {old grandmother|wolf}.",
        "The {frog|princess} fetched the golden ball for the {princess|frog}.",
        "The little man spun the {straw|gold} into {gold|straw}.",
        "Snowdrop lived in the cottage of the seven {dwarfs|giants}.",
        "Briar Rose pricked herself with the spindle and {fell asleep|began to laugh}.",
        "Tom Thumb was no {bigger|smaller} than his mother's {thumb|brother}.",
        "The prince found the golden {slipper|ring} that Ashputtel had lost.",
    ),
    "Lang": (
        "The fairy turned the {pumpkin|coach} into a fine {coach|pumpkin} for Cinderella.",
        "Aladdin rubbed the lamp, and a {genie|princess} stood before him.",
        "Blue Beard's wife found the {dead bodies|gold and silver} of his other wives.",
        "The {Cat|ogre} leaped upon the {ogre,|Cat,} who was now a mouse, and ate him up.",
        "Beauty asked her father to bring her back a {rose|ring}.",
        "{Ali Baba|The robber} heard {the robber|Ali Baba} say the words that opened the cave.",
        "Morgiana poured {boiling oil|cold water} upon the robbers in the jars.",
    ),
    "Kipling": (
        "Mowgli was brought up by the {wolves|monkeys} in the jungle.",
        "Shere Khan the tiger had been {lame|blind} from his birth.",
        "Bagheera was a {black panther|brown bear} who loved the man-cub.",
        "{Baloo the bear|Mowgli} taught {Mowgli|Baloo the bear} the Law of the Jungle.",
        "{Rikki-tikki|Nag the cobra} bit {Nag the cobra|Rikki-tikki} and held on till he was dead.",
        "The Crocodile caught the Elephant's Child by his little {nose|tail}.",
        "The Camel was given his hump because he would not {work|eat}.",
        "The {Cat|Dog} walked by himself, and all places were alike to him.",
        "The {Whale|Mariner} swallowed the {Mariner|Whale} and his {raft|tail}.",
    ),
    "Baum": (
        "The {cyclone|river} carried Dorothy and the {house|boat} away to the Land of Oz.",
        "The Scarecrow asked the Wizard to give him {some brains|a heart}.",
        "The Tin Woodman asked the Wizard to give him {a heart|some brains}.",
        "The Lion asked the Wizard to {give|send} him {courage|to Kansas}.",
        "{Dorothy|The Witch} threw the water over {the Witch,|Dorothy,} and {the Witch|Dorothy} melted away.",
        "The road to the Emerald City was paved with {yellow bricks|red stones}.",
        "Dorothy lived in {Kansas|London} with {Uncle Henry|her father} and {Aunt Em|her mother}.",
    ),
    "Nesbit": (
        "The children waved to the old gentleman in the {train|ship}.",
        "The girls waved their red petticoats, {and|but} the train {stopped|went on}.",
        "{Peter|Mother} took the coal because {Mother|Peter} said they were too poor for a fire.",
        "Their father was {in prison,|at home,} though he had done {nothing|something} wrong.",
    ),
    "Grahame": (
        "The {Mole|Rat} had never been in a boat before in all his life.",
        "Toad was sent to prison because he had stolen a {motor-car|horse}.",
        "Toad escaped from the prison dressed as a {washerwoman|policeman}.",
        "Badger lived in the middle of the {Wild Wood|river}.",
        "The {weasels|Mole} and the {stoats|Rat} had taken Toad Hall.",
    ),
    "Burnett": (
        "{The robin|Mary} showed {Mary|the robin} where the key of the garden was buried.",
        "{Mary|Dickon} was born in India and came to live on the moor.",
        "{Colin|Mary} was sure that {he|she} should have a lump on {his|her} back.",
        "{Dickon|Colin} could make friends with all the {creatures on|doctors in} the {moor|house}.",
    ),
    "Collodi": (
        "{Geppetto|Pinocchio} made {Pinocchio|Geppetto} out of a piece of wood.",
        "Pinocchio's nose grew {longer|shorter} because he had told a lie.",
        "{The Fox and the Cat|Pinocchio} stole the gold pieces of {Pinocchio|the Fox and the Cat}.",
        "Lamp-Wick was turned into a {donkey|fairy} and {died|flew}.",
    ),
}


@dataclass(frozen=True)
class Pair:
    """A true sentence, the same made false, and the author in whose books it is settled."""

    author: str
    true: str
    false: str


def reading(sentence: str, which: int) -> str:
    """The sentence with the first (0) or the second (1) of each `{true|false}`."""
    return re.sub(r"{([^|}]*)\|([^}]*)}", lambda found: found[1 + which], sentence)


PAIRS = tuple(
    Pair(author, reading(sentence, 0), reading(sentence, 1))
    for author, sentences in SENTENCES.items()
    for sentence in sentences
)
