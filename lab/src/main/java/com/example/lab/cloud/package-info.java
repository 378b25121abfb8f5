/** A whole architecture that runs on this computer. */
@NullMarked
package com.example.lab.cloud;

import org.jspecify.annotations.NullMarked;
