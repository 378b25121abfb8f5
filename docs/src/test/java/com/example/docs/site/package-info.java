/** Checks of the built site. */
@NullMarked
package com.example.docs.site;

import org.jspecify.annotations.NullMarked;
