/** Charts as SVG, which need no script and follow the colours of the page. */
@NullMarked
package com.example.docs.chart;

import org.jspecify.annotations.NullMarked;
