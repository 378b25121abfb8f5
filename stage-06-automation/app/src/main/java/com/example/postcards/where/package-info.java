/**
 * Where a request ran.
 */
@NullMarked
package com.example.postcards.where;

import org.jspecify.annotations.NullMarked;
