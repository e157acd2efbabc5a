// Curves with bands, levels and labelled axes on one canvas.
(function (playground) {
  "use strict";
  const EDGE = { left: 44, right: 22, top: 10, bottom: 34 };

  function nice(span, count) {
    const raw = span / count, power = 10 ** Math.floor(Math.log10(raw)), part = raw / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
  }

  function ticks(low, high, count) {
    const step = nice(high - low || 1, count), found = [];
    for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-9; value += step) found.push(value);
    return { step, found };
  }

  const named = (value, step) => (Math.abs(value) < step / 1e6 ? 0 : value).toLocaleString("en", { maximumFractionDigits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) }).replace("-", "−");

  function axes(context, width, height, x, y, across, up) {
    const quiet = playground.colour("--ink-quiet"), rule = playground.colour("--rule"), narrow = width < 420;
    context.font = "11px " + playground.colour("--font-plain");
    context.fillStyle = quiet;
    const sides = ticks(across.low, across.high, narrow ? 3 : 7), levels = ticks(up.low, up.high, 4);
    context.textAlign = "center";
    for (const value of sides.found) context.fillText(named(value, sides.step), x(value), height - EDGE.bottom + 15);
    context.fillText(across.label, (EDGE.left + width - EDGE.right) / 2, height - 4);
    context.textAlign = "right";
    for (const value of levels.found) {
      playground.line(context, [[EDGE.left, y(value)], [width - EDGE.right, y(value)]], rule, 0.7);
      context.fillText(named(value, levels.step), EDGE.left - 6, y(value) + 4);
    }
  }

  function band(context, one, x, y) {
    if (!one.band) return;
    context.beginPath();
    one.band.forEach(([at, , high], i) => (i ? context.lineTo(x(at), y(high)) : context.moveTo(x(at), y(high))));
    for (const [at, low] of [...one.band].reverse()) context.lineTo(x(at), y(low));
    context.closePath();
    context.globalAlpha = 0.16;
    context.fillStyle = one.colour;
    context.fill();
    context.globalAlpha = 1;
  }

  function level(context, one, width, x, y) {
    const place = y(one.value);
    playground.line(context, [[EDGE.left, place], [width - EDGE.right, place]], one.colour, 1, [4, 3]);
    context.textAlign = one.right ? "right" : "left";
    context.lineWidth = 3;
    context.strokeStyle = playground.colour("--paper");
    context.fillStyle = one.colour;
    const at = one.right ? width - EDGE.right - 2 : EDGE.left + 4;
    context.strokeText(one.label, at, place - 4);
    context.fillText(one.label, at, place - 4);
  }

  // series: [{points: [[x, y]], band: [[x, low, high]], colour, dash}]; levels: [{value, label, colour, right}];
  // across, up: {low, high, label}; at: where an upright line stands. Returns the value of x under a place on the canvas.
  playground.curves = function (canvas, series, { levels, across, up, at }) {
    const { context, width, height } = playground.sharp(canvas);
    const inner = width - EDGE.left - EDGE.right, tall = height - EDGE.top - EDGE.bottom;
    const x = (value) => EDGE.left + inner * ((value - across.low) / (across.high - across.low || 1));
    const y = (value) => EDGE.top + tall * (1 - (Math.min(Math.max(value, up.low), up.high) - up.low) / (up.high - up.low || 1));
    axes(context, width, height, x, y, across, up);
    for (const one of series) band(context, one, x, y);
    for (const one of levels || []) level(context, one, width, x, y);
    for (const one of series) playground.line(context, one.points.map(([a, b]) => [x(a), y(b)]), one.colour, 1.8, one.dash);
    if (at !== undefined) playground.line(context, [[x(at), EDGE.top], [x(at), height - EDGE.bottom]], playground.colour("--accent"), 1.2);
    return (place) => across.low + ((place - EDGE.left) / inner) * (across.high - across.low);
  };
})(window.playground);
