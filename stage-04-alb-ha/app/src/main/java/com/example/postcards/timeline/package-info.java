/**
 * What those I follow posted.
 */
@NullMarked
package com.example.postcards.timeline;

import org.jspecify.annotations.NullMarked;
