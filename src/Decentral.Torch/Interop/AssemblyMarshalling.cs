// Every import passes only types that look the same on both sides; bool is then one byte, as in C++.
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
