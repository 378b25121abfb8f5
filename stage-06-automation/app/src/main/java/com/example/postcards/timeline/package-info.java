/**
 * Timelines: the postcards of followed accounts and one's own.
 */
@NullMarked
package com.example.postcards.timeline;

import org.jspecify.annotations.NullMarked;
