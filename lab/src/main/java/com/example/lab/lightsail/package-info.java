/** Stand-ins for Amazon Lightsail. */
@NullMarked
package com.example.lab.lightsail;

import org.jspecify.annotations.NullMarked;
