/**
 * Likes of postcards.
 */
@NullMarked
package com.example.postcards.like;

import org.jspecify.annotations.NullMarked;
