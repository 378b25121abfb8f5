/** What the tests of all stages' applications use. */
@NullMarked
package com.example.kit;

import org.jspecify.annotations.NullMarked;
