/** Pages that show what a stage changes against the one before it. */
@NullMarked
package com.example.docs.diff;

import org.jspecify.annotations.NullMarked;
