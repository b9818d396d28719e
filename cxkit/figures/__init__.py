"""Drawings of what only customer experience has, as SVG with words and numbers."""

from cxkit.figures.customer import draw_customer as draw_customer
from cxkit.figures.drivers import draw_drivers as draw_drivers
from cxkit.figures.drivers import draw_importance_performance as draw_importance_performance
from cxkit.figures.figure import Figure as Figure
from cxkit.figures.maturity import draw_maturity as draw_maturity
from cxkit.figures.score import draw_score as draw_score
from cxkit.figures.trend import draw_trend as draw_trend
from cxkit.figures.words import describe as describe
