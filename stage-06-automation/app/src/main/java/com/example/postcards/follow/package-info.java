/**
 * Follows between accounts.
 */
@NullMarked
package com.example.postcards.follow;

import org.jspecify.annotations.NullMarked;
