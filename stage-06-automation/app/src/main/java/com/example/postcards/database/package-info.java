/** The application's connection to its database. */
@NullMarked
package com.example.postcards.database;

import org.jspecify.annotations.NullMarked;
