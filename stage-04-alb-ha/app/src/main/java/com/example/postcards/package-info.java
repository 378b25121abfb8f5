/**
 * Postcards: people send picture postcards to whoever follows them.
 */
@NullMarked
package com.example.postcards;

import org.jspecify.annotations.NullMarked;
