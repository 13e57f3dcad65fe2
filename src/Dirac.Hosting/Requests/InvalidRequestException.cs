using Dirac.Model.Api;

namespace Dirac.Hosting.Requests;

/// <summary>The request is not understood; answered with 422 and every problem found. Retrying does not help.</summary>
public sealed class InvalidRequestException : Exception
{
    /// <summary>Creates a failure with its problems.</summary>
    public InvalidRequestException(params IReadOnlyList<ValidationProblem> problems)
        : base(string.Join(" ", problems.Select(problem => problem.Msg))) => Problems = problems;

    /// <summary>What is wrong, and where.</summary>
    public IReadOnlyList<ValidationProblem> Problems { get; }
}
