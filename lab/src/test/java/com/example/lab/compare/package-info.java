@NullMarked
package com.example.lab.compare;

import org.jspecify.annotations.NullMarked;
