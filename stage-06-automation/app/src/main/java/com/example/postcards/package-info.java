/**
 * Postcards: people send picture postcards to their followers.
 */
@NullMarked
package com.example.postcards;

import org.jspecify.annotations.NullMarked;
