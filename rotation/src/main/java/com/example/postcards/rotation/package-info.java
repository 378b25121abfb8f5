/** The function that gives the database a new password. */
@NullMarked
package com.example.postcards.rotation;

import org.jspecify.annotations.NullMarked;
