/** Moves the data of Postcards from a box into the managed database. */
@NullMarked
package com.example.postcards.move;

import org.jspecify.annotations.NullMarked;
