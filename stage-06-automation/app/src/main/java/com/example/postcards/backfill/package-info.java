/**
 * Moves what the stage before has in the database to where this stage has it, while
 * people read and write. Goes when the tables are empty.
 */
@NullMarked
package com.example.postcards.backfill;

import org.jspecify.annotations.NullMarked;
