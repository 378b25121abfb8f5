/** What a stage changes against the one before it, and why. */
@NullMarked
package com.example.lab.compare;

import org.jspecify.annotations.NullMarked;
