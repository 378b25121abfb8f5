/** Moves the data of Postcards between two databases while it is in use. */
@NullMarked
package com.example.postcards.move;

import org.jspecify.annotations.NullMarked;
