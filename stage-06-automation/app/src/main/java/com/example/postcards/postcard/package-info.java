/**
 * Postcards and their photos.
 */
@NullMarked
package com.example.postcards.postcard;

import org.jspecify.annotations.NullMarked;
