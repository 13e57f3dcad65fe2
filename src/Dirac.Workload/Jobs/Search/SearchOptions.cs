using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.Jobs.Search;

/// <summary>What one search may cost.</summary>
public sealed class SearchOptions
{
    /// <summary>How long one search may work on the database, seconds; longer ones are given up and refused with advice. Default 10.</summary>
    [Range(1, 600)]
    public double SecondsPerSearch { get; set; } = 10;

    /// <summary>How long a search may count what it does not show, seconds; longer counts are given up and the total is called a lower bound. Default 2.</summary>
    [Range(0.05, 600)]
    public double SecondsPerCount { get; set; } = 2;

    /// <summary>How far rows are counted where no numbers are kept; above, the total is called a lower bound. Default 100,000.</summary>
    [Range(100, 100_000_000)]
    public int MostCounted { get; set; } = 100_000;
}
