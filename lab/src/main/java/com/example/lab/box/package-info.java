/**
 * A server as a folder and a few processes: its disk, its units, and what its user data
 * does at the first boot.
 */
@NullMarked
package com.example.lab.box;

import org.jspecify.annotations.NullMarked;
