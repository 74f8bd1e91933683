"""The style sheet, written from the tokens; everything that the palette alone cannot say."""

from __future__ import annotations

from pathlib import Path

from ui.theme.tokens import CONTROL_HEIGHT, SMALLEST_BODY_PT, Colours, Radius, Space, TextSize, contrast

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "icons"
FIELDS = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox"


def style_sheet(c: Colours, body_pt: float, line_px: int) -> str:
    """The whole sheet for one look.

    Args:
        c: its colours.
        body_pt: the size of body text in points.
        line_px: the height of a line of it in pixels; what holds one is at least as high, however little room there is.
    """
    least = max(CONTROL_HEIGHT - 12, line_px)
    parts = (
        _texts(c, body_pt),
        _buttons(c, least),
        _tool_buttons(c),
        _fields(c, least),
        _pickers(c),
        _choices(c),
        _tables(c),
    )
    return "\n".join((*parts, _bars(c, body_pt), _frames(c), _tabs_and_menus(c)))


def _url(name: str) -> str:
    return f"url({(PICTURES / name).as_posix()})"


def _texts(c: Colours, pt: float) -> str:
    sizes = {"small": TextSize.SMALL, "lead": TextSize.LEAD, "title": TextSize.TITLE, "display": TextSize.DISPLAY}
    lines = [f'QLabel[text_size="{name}"] {{ font-size: {pt * factor:.1f}pt; }}' for name, factor in sizes.items()]
    lines += [f'QLabel[text_size="{name}"] {{ font-weight: 600; }}' for name in ("lead", "title", "display")]
    lines.append(f'QLabel[text_size="reading"] {{ font-size: {pt * TextSize.TITLE:.1f}pt; }}')  # read together
    tones = {"muted": c.muted, "accent": c.accent, "danger": c.danger, "due": c.due, "good": c.good}
    lines += [f'QLabel[tone="{name}"] {{ color: {colour}; }}' for name, colour in tones.items()]
    lines += [
        'QLabel[strong="true"] { font-weight: 600; }',
        "QLabel { background: transparent; }",
        "QLabel#qt_msgbox_label, QLabel#qt_msgbox_informativelabel { min-width: 360px; }",
        "QLabel#qt_msgbox_label { font-weight: 600; }",
        f"QLabel:disabled {{ color: {c.disabled}; }}",
        f"QToolTip {{ color: {c.text}; background: {c.surface}; border: 1px solid {c.edge}; padding: {Space.XS}px; }}",
    ]
    return "\n".join(lines)


def _buttons(c: Colours, least: int) -> str:
    return f"""
QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge};
  border-radius: {Radius.MEDIUM}px; padding: 5px {Space.M}px; min-height: {least}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px {Space.M - 1}px; }}
QPushButton:disabled {{ color: {c.disabled}; border-color: {c.line}; background: {c.sunken}; }}
QPushButton:checked {{ background: {c.accent_soft}; border-color: {c.accent}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.line}; color: {c.muted}; border-color: {c.line}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {c.danger_soft}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.accent}; }}
QPushButton[kind="quiet"]:checked {{ background: {c.accent_soft}; }}
QPushButton[kind="link"] {{ background: transparent; border-color: transparent; color: {c.accent};
  padding: 2px 4px; min-height: {least - 2}px; text-align: left; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; color: {c.accent_hover}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {c.accent}; padding: 1px 3px; }}
QPushButton[kind="search"] {{ text-align: left; color: {c.muted}; }}
QPushButton[kind="tile"] {{ text-align: left; padding: {Space.M}px {Space.L}px; }}
QPushButton[kind="tile"]:focus {{ padding: {Space.M - 1}px {Space.L - 1}px; }}"""


def _tool_buttons(c: Colours) -> str:
    return f"""
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {Radius.MEDIUM}px;
  padding: 5px; color: {c.text}; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:focus {{ border: 2px solid {c.accent}; padding: 4px; }}
QToolButton:checked {{ background: {c.accent_soft}; }}
QToolButton:disabled {{ color: {c.disabled}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[kind="person"] {{ background: {c.accent_soft}; color: {c.accent}; font-weight: 600;
  font-size: {SMALLEST_BODY_PT}pt; border-radius: 16px; padding: 0; }}
QToolButton[kind="chip"] {{ background: {c.accent_soft}; color: {c.accent}; border-radius: 12px;
  padding: 2px {Space.S}px; }}
QToolButton[kind="chip"]:focus {{ padding: 1px {Space.S - 1}px; }}
QToolButton[kind="navigation"] {{ text-align: left; padding: 7px {Space.M}px; }}
QToolButton[kind="navigation"]:focus {{ padding: 6px {Space.M - 1}px; }}
QToolButton[kind="navigation"]:checked {{ background: {c.accent_soft}; color: {c.accent}; font-weight: 600; }}"""


def _fields(c: Colours, least: int) -> str:
    inside = ", ".join(f"{name.strip()}:focus" for name in FIELDS.split(","))
    off = ", ".join(f"{name.strip()}:disabled" for name in FIELDS.split(","))
    return f"""
{FIELDS} {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: {Radius.MEDIUM}px;
  padding: 5px {Space.S}px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: {least}px; }}
{inside} {{ border: 2px solid {c.accent}; padding: 4px {Space.S - 1}px; }}
{off} {{ background: {c.sunken}; color: {c.disabled}; border-color: {c.line}; }}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {{ background: {c.sunken}; }}
*[wrong="true"] {{ border: 2px solid {c.danger}; padding: 4px {Space.S - 1}px; }}
QTextBrowser {{ background: transparent; border: none; padding: 0; }}"""


def _pickers(c: Colours) -> str:
    return f"""
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: 26px;
  subcontrol-position: center right; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: {_url("chevron-down.png")};
  width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; outline: none;
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 {Space.S}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 22px; background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: {_url("chevron-up.png")}; width: 12px; height: 12px; }}
QAbstractSpinBox::down-arrow {{ image: {_url("chevron-down.png")}; width: 12px; height: 12px; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {c.accent}; selection-color: {c.on_accent};
  outline: none; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {c.sunken}; }}"""


def _choices(c: Colours) -> str:
    tick = (
        "check-dark.png" if contrast(c.on_accent, "#000000") < contrast(c.on_accent, "#ffffff") else "check-light.png"
    )
    return f"""
QCheckBox, QRadioButton {{ spacing: {Space.S}px; color: {c.text}; padding: 3px; border: 2px solid transparent;
  border-radius: {Radius.SMALL}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.disabled}; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {{ width: 16px; height: 16px;
  border: 1px solid {c.edge}; background: {c.surface}; }}
QCheckBox::indicator, QListView::indicator {{ border-radius: {Radius.SMALL}px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {c.hover}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
  image: {_url(tick)}; }}
QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 5px solid {c.accent};
  background: {c.on_accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line}; background: {c.sunken};
  }}"""


def _tables(c: Colours) -> str:
    return f"""
QAbstractItemView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line};
  border-radius: {Radius.MEDIUM}px; outline: none;
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; alternate-background-color: {c.sunken}; }}
QAbstractItemView:focus {{ border: 2px solid {c.accent}; }}
QTableView {{ gridline-color: transparent; }}
QTableView::item, QListView::item, QTreeView::item {{ padding: 0 {Space.S}px; border: none; }}
QTableView::item:hover, QListView::item:hover {{ background: {c.hover}; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {c.accent_soft};
  color: {c.text}; }}
QHeaderView {{ background: {c.sunken}; border: none; }}
QHeaderView::section {{ background: {c.sunken}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
  padding: 6px {Space.S + 3}px; font-weight: 600; }}
QHeaderView::section:hover {{ background: {c.hover}; }}
QHeaderView::down-arrow {{ image: {_url("chevron-down.png")}; width: 12px; height: 12px; }}
QHeaderView::up-arrow {{ image: {_url("chevron-up.png")}; width: 12px; height: 12px; }}
QTableCornerButton::section {{ background: {c.sunken}; border: none; }}"""


def _bars(c: Colours, pt: float) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {c.sunken}; border: 1px solid {c.line}; border-radius: 5px; max-height: 8px;
  min-height: 8px; color: transparent; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
QProgressBar[tone="danger"]::chunk {{ background: {c.danger}; }}
QProgressBar[tone="due"]::chunk {{ background: {c.due}; }}
QProgressBar[tone="good"]::chunk {{ background: {c.good}; }}
#status_bar {{ background: {c.sunken}; border-top: 1px solid {c.line}; }}
#status_bar QLabel {{ color: {c.muted}; font-size: {pt * TextSize.SMALL:.1f}pt; }}
#status_bar QLabel[tone="due"] {{ color: {c.due}; font-weight: 600; }}
#status_bar QLabel[tone="danger"] {{ color: {c.danger}; font-weight: 600; }}
#top_bar {{ background: {c.canvas}; border-bottom: 1px solid {c.line}; }}
#side_navigation {{ background: {c.sunken}; border-right: 1px solid {c.line}; }}"""


def _frames(c: Colours) -> str:
    round_ = f"border-radius: {Radius.MEDIUM}px;"
    strips = (("info", c.accent_soft, c.accent), ("due", c.due_soft, c.due), ("danger", c.danger_soft, c.danger))
    lines = [
        f'QFrame[strip="{name}"] {{ background: {ground}; border: 1px solid {edge}; {round_} }}'
        for name, ground, edge in (*strips, ("good", c.good_soft, c.good))
    ]
    lines += [
        f"QMainWindow, QDialog, #page, #entrance {{ background: {c.canvas}; }}",
        f'QFrame[card="true"] {{ background: {c.surface}; border: 1px solid {c.line}; }}',
        f'QFrame[card="true"] {{ border-radius: {Radius.LARGE}px; }}',
        f"#toast {{ background: {c.text}; border-radius: {Radius.MEDIUM}px; }}",
        f"#toast QLabel {{ color: {c.surface}; }}",
        f"#toast QPushButton {{ color: {c.surface}; background: transparent; border: 1px solid {c.surface}; }}",
        f'QFrame[divider="true"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}',
        "QScrollArea, QScrollArea > QWidget > QWidget#scroll_body { background: transparent; border: none; }",
        f"QSplitter::handle {{ background: {c.line}; }}",
        f"QGroupBox {{ border: 1px solid {c.line}; {round_} margin-top: {Space.L}px; padding: {Space.M}px; }}",
        f"QGroupBox::title {{ subcontrol-origin: margin; left: {Space.M}px; padding: 0 4px; color: {c.muted}; }}",
    ]
    return "\n".join(lines)


def _tabs_and_menus(c: Colours) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.muted}; border: 2px solid transparent;
  border-bottom: 2px solid transparent;
  padding: 7px {Space.M}px; margin-right: 2px; }}
QTabWidget#file_tabs QTabBar::tab {{ padding: 7px 6px; }}
QTabBar::scroller {{ width: 56px; }}
QTabBar::tear {{ width: 0; border: none; }}
QTabBar QToolButton {{ background: {c.surface}; border: 1px solid {c.edge}; padding: 0; margin: 4px 1px; }}
QTabBar::tab:hover {{ color: {c.text}; background: {c.hover}; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom: 2px solid {c.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {c.accent}; border-radius: {Radius.SMALL}px; }}
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; padding: {Space.XS}px; }}
QMenu::item {{ padding: 6px {Space.XL}px 6px {Space.M}px; border-radius: {Radius.SMALL}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {Space.XS}px; }}"""
