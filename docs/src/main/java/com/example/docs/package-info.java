/** What the documentation site is made of besides its pages. */
@NullMarked
package com.example.docs;

import org.jspecify.annotations.NullMarked;
