"""Exercises that understand wrong answers.

A wrong answer is rarely random: it is the right answer to another question. Each exercise
therefore knows, beside what it expects, which answers known misconceptions lead to, all
computed from the same data; ``check`` compares an answer with them and explains, in the
notebook's language. A check is not a proof, and its verdict says so.
"""

from cxkit.exercises.engine import check, hint
from cxkit.exercises.exercise import Exercise
from cxkit.exercises.quiz import Quiz, quiz
from cxkit.exercises.quiz_widget import explore_quiz
from cxkit.exercises.verdict import Hint, Verdict

__all__ = ["Exercise", "Hint", "Quiz", "Verdict", "check", "explore_quiz", "hint", "quiz"]
