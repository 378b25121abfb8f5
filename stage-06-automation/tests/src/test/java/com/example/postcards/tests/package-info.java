/** The stage as a whole: what it does, what it survives and what it does not. */
@NullMarked
package com.example.postcards.tests;

import org.jspecify.annotations.NullMarked;
