/** Pictures of the architectures, drawn from their templates. */
@NullMarked
package com.example.docs.architecture;

import org.jspecify.annotations.NullMarked;
