System.Console.WriteLine("dirac");
