"""Drawings of what only customer experience has, as SVG with words and numbers."""

from cxkit.figures.channels import draw_channels as draw_channels
from cxkit.figures.customer import draw_customer as draw_customer
from cxkit.figures.definitions import draw_definitions as draw_definitions
from cxkit.figures.drivers import draw_drivers as draw_drivers
from cxkit.figures.drivers import draw_importance_performance as draw_importance_performance
from cxkit.figures.figure import Figure as Figure
from cxkit.figures.fitness import draw_fitness as draw_fitness
from cxkit.figures.flow import draw_flow as draw_flow
from cxkit.figures.journeymap import draw_journey_map as draw_journey_map
from cxkit.figures.maturity import draw_maturity as draw_maturity
from cxkit.figures.memory import draw_memory as draw_memory
from cxkit.figures.removal import draw_removal as draw_removal
from cxkit.figures.replay import draw_replay as draw_replay
from cxkit.figures.response import draw_response as draw_response
from cxkit.figures.score import draw_score as draw_score
from cxkit.figures.segments import draw_segments as draw_segments
from cxkit.figures.survival import draw_cohorts as draw_cohorts
from cxkit.figures.survival import draw_survival as draw_survival
from cxkit.figures.timeline import draw_timeline as draw_timeline
from cxkit.figures.trend import draw_trend as draw_trend
from cxkit.figures.value import draw_value_steps as draw_value_steps
from cxkit.figures.words import describe as describe
