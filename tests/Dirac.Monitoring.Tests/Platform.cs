// File modes and owners are tested where they exist; the servers run on Linux.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
