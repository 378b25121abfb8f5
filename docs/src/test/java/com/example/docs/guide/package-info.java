/** Follows the pages of the site as a reader does: runs their command blocks. */
@NullMarked
package com.example.docs.guide;

import org.jspecify.annotations.NullMarked;
